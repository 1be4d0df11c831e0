import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes journal files from text; in Debian's package systemd-journal-remote. */
const journalRemote = process.env['JOURNAL_REMOTE'] ?? '/lib/systemd/systemd-journal-remote';
/** Why no real journal can be tested here; undefined where it can. */
export function findMissingJournalTool() {
  if (spawnSync('journalctl', ['--version']).status !== 0) return 'journalctl is not installed';
  return existsSync(journalRemote) ? undefined : 'systemd-journal-remote is not installed';
}
/** A journal in a directory of its own, written by systemd's own program and read by the real journalctl. */
export class RealJournal {
  directory;
  #fileCount = 0;
  #at = (Date.now() - 3_600_000) * 1_000;
  #pending = [];
  constructor(base) {
    this.directory = join(base, 'journal');
    mkdirSync(this.directory);
  }
  /** Adds an entry, which `flush` writes. */
  add(message, fields = {}, stepUs = 1_000) {
    this.#at += stepUs;
    this.#pending.push(
      encodeEntry({
        __REALTIME_TIMESTAMP: `${this.#at}`,
        __MONOTONIC_TIMESTAMP: `${this.#at}`,
        ...{ _BOOT_ID: '1'.repeat(32), _MACHINE_ID: '2'.repeat(32), _HOSTNAME: 'web1', _PID: '31' },
        _SYSTEMD_UNIT: 'nginx.service',
        ...fields,
        MESSAGE: message,
      }),
    );
  }
  flush() {
    if (this.#pending.length === 0) return;
    const text = join(this.directory, '..', 'entries.export');
    writeFileSync(text, Buffer.concat(this.#pending));
    this.#pending = [];
    const output = join(this.directory, `system${this.#fileCount}.journal`);
    const { status, stderr } = spawnSync(journalRemote, [`--output=${output}`, text]);
    if (status !== 0) throw new Error(`systemd-journal-remote: ${stderr}`);
  }
  /** Goes on in a new file, as a rotation does; the order of two files is that of their times. */
  rotate() {
    this.flush();
    this.#at += 1;
    this.#fileCount += 1;
  }
  /** Removes all files but the newest, as `journalctl --vacuum-files=1` does. */
  vacuum() {
    for (let index = 0; index < this.#fileCount; index++)
      rmSync(join(this.directory, `system${index}.journal`), { force: true });
  }
}
/** An entry in the export format: text on a line, other bytes behind their number. */
export function encodeEntry(fields) {
  const encoded = Object.entries(fields).map(([name, value]) => {
    const bytes = Buffer.from(value);
    if (typeof value === 'string' && !value.includes('\n')) return Buffer.from(`${name}=${value}\n`);
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(bytes.length));
    return Buffer.concat([Buffer.from(`${name}\n`), size, bytes, Buffer.from('\n')]);
  });
  return Buffer.concat([...encoded, Buffer.from('\n')]);
}
