import { type Clock, dayOf, daysLater } from '../base/calendar.js';
import type { Config } from '../config/config.js';
import { csvText } from '../render/csv.js';
import { terminalText } from '../render/terminal.js';
import { type Whole, type WholeReport, wholeReportOf } from '../report/build-report.js';
import { noDayView } from '../report/report-message.js';
import { pageOf } from './build-attachment.js';
import { openExisting } from './open-database.js';
import type { Terminal } from './terminal.js';
import { writeAsked } from './write-output.js';

export type ReportOptions = {
  /** One JSON object instead of text. */
  readonly json?: boolean;
  /** Its causes and upstreams as CSV instead of text. */
  readonly csv?: boolean;
  /** The report as a page into this file, besides what is printed. */
  readonly html?: string;
};

/** `badgateway report [DAY|week]`: of a day, or of the seven days until yesterday, from the database of the running bot. */
export async function report(
  name: string,
  options: ReportOptions,
  { database, timezone: zone }: Config,
  terminal: Terminal,
): Promise<number> {
  const ledger = openExisting(database);
  try {
    const clock = { now: Date.now(), zone };
    const whole = wholeNamed(name, clock);
    const told = wholeReportOf(whole, ledger, clock);
    if (told === undefined) {
      terminal.complain(terminalText(noDayView(name), terminal.look));
      return 1;
    }
    terminal.print(printed(told, options, terminal));
    const page = options.html === undefined ? undefined : await pageOf(whole, { ledger, ...clock });
    if (options.html !== undefined && page !== undefined) {
      writeAsked(options.html, page.bytes);
      terminal.complain(`The page is in ${options.html}.`);
    }
    return 0;
  } finally {
    ledger.close();
  }
}

function printed({ message, json, table }: WholeReport, options: ReportOptions, { look }: Terminal): string {
  if (options.csv) return csvText(table()).trimEnd();
  return options.json ? JSON.stringify(json()) : terminalText(message, look);
}

/** What a name means: `week`, `today`, `yesterday`, or a day. */
function wholeNamed(name: string, { now, zone }: Clock): Whole {
  const today = dayOf(now, zone);
  const yesterday = daysLater(today, -1) ?? today;
  if (name === 'week') return { of: 'week', day: yesterday };
  return { of: 'day', day: name === 'today' ? today : name === 'yesterday' ? yesterday : name };
}
