import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
/** True if a test may mount a file system, which takes root and a container that permits it. */
export function canMount() {
  const mountPoint = mkdtempSync(join(tmpdir(), 'badgateway-may-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mountPoint]).status === 0;
  if (isMounted) spawnSync('umount', [mountPoint]);
  rmSync(mountPoint, { recursive: true, force: true });
  return isMounted;
}
/** True if strace is installed and may trace other processes, which some containers forbid. */
export const canTrace = () =>
  spawnSync('strace', ['-qq', '-o', '/dev/null', '--seccomp-bpf', '-f', 'true']).status === 0;
