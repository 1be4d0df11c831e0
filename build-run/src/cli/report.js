import { addDays, getLocalDay } from '../base/calendar.js';
import { renderCsv } from '../render/csv.js';
import { renderTerminalText } from '../render/terminal.js';
import { buildReport } from '../report/build-report.js';
import { renderUnknownDay } from '../report/report-message.js';
import { buildReportPage } from './build-attachment.js';
import { openExistingDatabase } from './open-database.js';
import { writeOutput } from './write-output.js';
/** `badgateway report [DAY|week]`: prints the report on a day, or on the seven days until yesterday. */
export async function printReport(name, options, { database, timezone }, terminal) {
  const repository = openExistingDatabase(database);
  try {
    const clock = { now: Date.now(), timezone };
    const period = parseReportPeriod(name, clock);
    const result = buildReport(period, repository, clock);
    if (result === undefined) {
      terminal.printError(renderTerminalText(renderUnknownDay(name), terminal.display));
      return 1;
    }
    terminal.print(formatReport(result, options, terminal));
    const page =
      options.html === undefined ? undefined : await buildReportPage(period, { repository, ...clock });
    if (options.html !== undefined && page !== undefined) {
      writeOutput(options.html, page.bytes);
      terminal.printError(`Wrote the page to ${options.html}.`);
    }
    return 0;
  } finally {
    repository.close();
  }
}
function formatReport({ message, json, table }, options, { display }) {
  if (options.csv) return renderCsv(table()).trimEnd();
  return options.json ? JSON.stringify(json()) : renderTerminalText(message, display);
}
/** Parses `week`, `today`, `yesterday` or a day. */
function parseReportPeriod(name, { now, timezone }) {
  const today = getLocalDay(now, timezone);
  const yesterday = addDays(today, -1) ?? today;
  if (name === 'week') return { unit: 'week', day: yesterday };
  return { unit: 'day', day: name === 'today' ? today : name === 'yesterday' ? yesterday : name };
}
