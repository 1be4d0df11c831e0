import { grouped } from '../base/format-number.js';
import type { Config } from '../config/config.js';
import { incidentNumberIn } from '../incidents/incident.js';
import { bundleOf } from './build-attachment.js';
import { openExisting } from './open-database.js';
import type { Terminal } from './terminal.js';
import { writeAsked } from './write-output.js';

/** `badgateway bundle BG-142 [FILE]`: an archive to send to a vendor, from the database of the running bot. */
export async function bundle(
  name: string,
  to: string | undefined,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const ledger = openExisting(config.database);
  try {
    const incident = ledger.incident(incidentNumberIn(name));
    if (incident === undefined) {
      terminal.complain(
        `There is no incident ${name}: \`badgateway ask "incidents last 7 days"\` lists them.`,
      );
      return 1;
    }
    const workshop = { ledger, formats: config, now: Date.now(), zone: config.timezone };
    const { fileName, bytes } = await bundleOf(incident, workshop);
    const path = to ?? fileName;
    writeAsked(path, bytes, { isNew: true });
    terminal.print(
      `${path}: ${grouped(bytes.length)} bytes. Its README.txt says what is in it and what is hidden.`,
    );
    return 0;
  } finally {
    ledger.close();
  }
}
