import { type Clock, dayOf, daysLater } from '../calendar.js';
import type { Config } from '../config.js';
import { dayFactsOf } from '../day-facts.js';
import { detailsOf } from '../incident-detail.js';
import type { Ledger } from '../ledger.js';
import type { Message } from '../message.js';
import { dayJson, weekJson } from '../views/api.js';
import { csvText } from '../views/csv.js';
import { noDayView, reportView, weekView } from '../views/report.js';
import { groupTable } from '../views/tables.js';
import { terminalText } from '../views/terminal.js';
import { weekFactsOf } from '../week-facts.js';
import { openExisting } from './database.js';
import type { Terminal } from './terminal.js';
import { writeAsked } from './written-file.js';

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
    const told = await reportOf(name, { now: Date.now(), zone }, ledger);
    if (told === undefined) {
      terminal.complain(terminalText(noDayView(name), terminal.look));
      return 1;
    }
    terminal.print(printed(told, options, terminal));
    if (options.html !== undefined) {
      writeAsked(options.html, await told.page());
      terminal.complain(`The page is in ${options.html}.`);
    }
    return 0;
  } finally {
    ledger.close();
  }
}

function printed({ message, json, csv }: Told, options: ReportOptions, { look }: Terminal): string {
  if (options.csv) return csv().trimEnd();
  return options.json ? JSON.stringify(json()) : terminalText(message, look);
}

/** One report in each of its forms. */
type Told = {
  readonly message: Message;
  readonly json: () => object;
  readonly csv: () => string;
  readonly page: () => Promise<string>;
};

async function reportOf(name: string, clock: Clock, ledger: Ledger): Promise<Told | undefined> {
  const today = dayOf(clock.now, clock.zone);
  const yesterday = daysLater(today, -1) ?? today;
  if (name === 'week') {
    const facts = weekFactsOf(yesterday, clock, ledger);
    return (
      facts && {
        message: weekView(facts),
        json: () => weekJson(facts),
        csv: () => csvText(groupTable(ledger.groups(facts.span, groupsMax))),
        page: async () => (await pages()).weekPage(facts, detailsOf(facts.incidents, ledger, facts.span.to)),
      }
    );
  }
  const day = name === 'today' ? today : name === 'yesterday' ? yesterday : name;
  const facts = dayFactsOf(day, clock, ledger);
  return (
    facts && {
      message: reportView(facts),
      json: () => dayJson(facts),
      csv: () => csvText(groupTable(ledger.groups(facts.span, groupsMax))),
      page: async () => (await pages()).dayPage(facts, detailsOf(facts.incidents, ledger, facts.span.to)),
    }
  );
}

const groupsMax = 1_000;

/** Charts take a moment to load, and most reports draw none. */
const pages = () => import('../views/page-report.js');
