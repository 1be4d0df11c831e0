import type { Day } from '../calendar.js';
import type { Channel } from '../channel.js';
import { type DayFacts, dayFactsOf } from '../day-facts.js';
import { deliverNext } from '../delivery.js';
import type { Letter } from '../outbox.js';
import { reportDue } from '../report-due.js';
import type { Store } from '../store/store.js';
import { survey } from '../survey.js';
import { reportView } from '../views/report.js';

export type TellingOptions = {
  readonly store: Store;
  readonly zone: string;
  /** Minutes after midnight in `zone`. */
  readonly reportAt: number;
  /** When the database was made. */
  readonly since: number;
};

/** How far back incidents are looked at: older ones are at rest, or still have failures. */
const surveyMs = 86_400_000;

/** Decides what the channel should hear now, and writes it down. True when there is something to deliver. */
export function tell({ store, zone, reportAt, since }: TellingOptions, now: number): boolean {
  const incidents = store.incidents({ from: now - surveyMs, to: now + 1 });
  const decisions = survey(incidents, { ledger: store, told: (incident) => store.told(incident), now, zone });
  const facts = dueReport({ store, zone, reportAt, since }, now);
  const letters = facts === undefined ? [] : [reportLetter(facts)];
  if (decisions.length + letters.length === 0) return false;
  store.decide(decisions, letters, now);
  return true;
}

/** Delivers all letters that may go out now. */
export async function deliverAll(store: Store, channel: Channel, clock: () => number): Promise<void> {
  while (await deliverNext(store, channel, clock));
}

function dueReport({ store, zone, reportAt, since }: TellingOptions, now: number): DayFacts | undefined {
  const factsOf = (day: Day) => dayFactsOf(day, { now, zone }, store);
  const wasRead = (day: Day) => {
    const totals = factsOf(day)?.totals;
    return totals !== undefined && totals.failures + (totals.requests ?? 0) > 0;
  };
  const day = reportDue({ reportAt, zone, since, wasRead, told: (each) => store.reportTold(each) }, now);
  return day === undefined ? undefined : factsOf(day);
}

const reportLetter = (facts: DayFacts): Pick<Letter, 'what' | 'message'> => ({
  what: { name: 'report', day: facts.day },
  message: reportView(facts),
});
