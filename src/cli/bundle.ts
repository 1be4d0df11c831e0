import { writeFileSync } from 'node:fs';
import type { Config } from '../config.js';
import { grouped } from '../figures.js';
import { openExisting } from './database.js';
import { bundleOf } from './enclosing.js';
import type { Terminal } from './terminal.js';

/** `badgateway bundle BG-142 [FILE]`: an archive to send to a vendor, from the database of the running bot. */
export async function bundle(
  name: string,
  to: string | undefined,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const ledger = openExisting(config.database);
  try {
    const incident = ledger.incident(Number(/^(?:bg-)?(\d{1,9})$/i.exec(name)?.[1] ?? -1));
    if (incident === undefined) {
      terminal.complain(
        `There is no incident ${name}: \`badgateway ask "incidents last 7 days"\` lists them.`,
      );
      return 1;
    }
    const workshop = { ledger, formats: config, now: Date.now(), zone: config.timezone };
    const { fileName, bytes } = await bundleOf(incident, workshop);
    const path = to ?? fileName;
    if (!written(path, bytes)) {
      terminal.complain(`${path} is there already and stays as it is: name another file.`);
      return 1;
    }
    terminal.print(
      `${path}: ${grouped(bytes.length)} bytes. Its README.txt says what is in it and what is hidden.`,
    );
    return 0;
  } finally {
    ledger.close();
  }
}

/** False when there is such a file: one that was prepared for somebody is not overwritten. */
function written(path: string, bytes: Uint8Array): boolean {
  try {
    writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
