import type { Day } from '../calendar.js';
import type { Channel } from '../channel.js';
import { type DayFacts, dayFactsOf } from '../day-facts.js';
import { deliverNext, type Outbox } from '../delivery.js';
import type { Eventual } from '../eventual.js';
import type { Manners } from '../manners.js';
import type { Letter } from '../outbox.js';
import { reportDue } from '../report-due.js';
import type { Reader, Store } from '../store/store.js';
import { survey } from '../survey.js';
import { reportView } from '../views/report.js';

export type TellingOptions = {
  readonly ledger: Reader;
  /** Stores what was decided. */
  readonly decide: Eventual<Pick<Store, 'decide'>>['decide'];
  readonly manners: Manners;
  readonly zone: string;
  /** Minutes after midnight in `zone`. */
  readonly reportAt: number;
  /** When the database was made. */
  readonly since: number;
};

/** How far back incidents are looked at: older ones are at rest, or still have failures. */
const surveyMs = 86_400_000;

/** Decides what the channel should hear now, and writes it down. True when there is something to deliver. */
export async function tell(options: TellingOptions, now: number): Promise<boolean> {
  const { ledger, decide, manners, zone } = options;
  const incidents = ledger.incidents({ from: now - surveyMs, to: now + 1 });
  const decisions = survey(incidents, {
    ledger,
    told: (incident) => ledger.told(incident),
    silences: ledger.silences(now),
    manners,
    now,
    zone,
  });
  const facts = dueReport(options, now);
  const letters = facts === undefined ? [] : [reportLetter(facts)];
  if (decisions.length + letters.length === 0) return false;
  await decide(decisions, letters, now);
  return true;
}

/** Delivers all letters that may go out now. */
export async function deliverAll(outbox: Outbox, channel: Channel, clock: () => number): Promise<void> {
  while (await deliverNext(outbox, channel, clock));
}

function dueReport({ ledger, zone, reportAt, since }: TellingOptions, now: number): DayFacts | undefined {
  const factsOf = (day: Day) => dayFactsOf(day, { now, zone }, ledger);
  const wasRead = (day: Day) => {
    const totals = factsOf(day)?.totals;
    return totals !== undefined && totals.failures + (totals.requests ?? 0) > 0;
  };
  const day = reportDue({ reportAt, zone, since, wasRead, told: (each) => ledger.reportTold(each) }, now);
  return day === undefined ? undefined : factsOf(day);
}

const reportLetter = (facts: DayFacts): Pick<Letter, 'what' | 'message'> => ({
  what: { name: 'report', day: facts.day },
  message: reportView(facts),
});
