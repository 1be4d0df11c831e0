import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine lets a test mount a file system: as root, and in no container that forbids it. */
export function mayMount(): boolean {
  const disk = mkdtempSync(join(tmpdir(), 'badgateway-may-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
  if (mounted) spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
  return mounted;
}

/** Whether strace is there and may look into other programs, which some containers forbid. */
export const mayTrace = (): boolean =>
  spawnSync('strace', ['-qq', '-o', '/dev/null', '--seccomp-bpf', '-f', 'true']).status === 0;
