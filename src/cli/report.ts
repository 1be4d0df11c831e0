import { addDays, type Clock, getLocalDay } from '../base/calendar.js';
import type { Config } from '../config/settings.js';
import { renderCsv } from '../render/csv.js';
import { renderTerminalText } from '../render/terminal.js';
import { buildReport, type Report, type ReportPeriod } from '../report/build-report.js';
import { renderUnknownDay } from '../report/report-message.js';
import { buildReportPage } from './build-attachment.js';
import { openExistingDatabase } from './open-database.js';
import type { Terminal } from './terminal.js';
import { writeOutput } from './write-output.js';

export type ReportOptions = {
  /** One JSON object instead of text. */
  readonly json?: boolean;
  /** Causes and upstreams as CSV instead of text. */
  readonly csv?: boolean;
  /** Also writes the report as a page to this file. */
  readonly html?: string;
};

/** `badgateway report [DAY|week]`: prints the report on a day, or on the seven days until yesterday. */
export async function printReport(
  name: string,
  options: ReportOptions,
  { database, timezone }: Config,
  terminal: Terminal,
): Promise<number> {
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

function formatReport(
  { message, json, table }: Report,
  options: ReportOptions,
  { display }: Terminal,
): string {
  if (options.csv) return renderCsv(table()).trimEnd();
  return options.json ? JSON.stringify(json()) : renderTerminalText(message, display);
}

/** Parses `week`, `today`, `yesterday` or a day. */
function parseReportPeriod(name: string, { now, timezone }: Clock): ReportPeriod {
  const today = getLocalDay(now, timezone);
  const yesterday = addDays(today, -1) ?? today;
  if (name === 'week') return { unit: 'week', day: yesterday };
  return { unit: 'day', day: name === 'today' ? today : name === 'yesterday' ? yesterday : name };
}
