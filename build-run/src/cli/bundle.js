import { formatCount } from '../base/format-number.js';
import { parseIncidentNumber } from '../incidents/incident.js';
import { buildBundle } from './build-attachment.js';
import { openExistingDatabase } from './open-database.js';
import { writeOutput } from './write-output.js';
/** `badgateway bundle BG-142 [FILE]`: writes an archive of an incident to send to a vendor. */
export async function writeBundle(incidentName, targetPath, config, terminal) {
  const repository = openExistingDatabase(config.database);
  try {
    const incident = repository.incidentByNumber(parseIncidentNumber(incidentName));
    if (incident === undefined) {
      terminal.printError(
        `No incident ${incidentName}: \`badgateway ask "incidents last 7 days"\` lists them.`,
      );
      return 1;
    }
    const context = { repository: repository, formats: config, now: Date.now(), timezone: config.timezone };
    const { fileName, bytes } = await buildBundle(incident, context);
    const path = targetPath ?? fileName;
    writeOutput(path, bytes, { isNew: true });
    terminal.print(
      `${path}: ${formatCount(bytes.length)} bytes. Its README.txt lists the contents and what is hidden.`,
    );
    return 0;
  } finally {
    repository.close();
  }
}
