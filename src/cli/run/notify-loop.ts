import { type Day, spanOfDay } from '../../base/calendar.js';
import type { Incident } from '../../incidents/incident.js';
import type { Channel } from '../../notify/channel.js';
import { deliverNext, type Outbox } from '../../notify/deliver.js';
import type { Decision, Draft, Eventual } from '../../notify/outbox.js';
import { type Scene, survey } from '../../notify/plan-notification.js';
import type { Manners } from '../../notify/policy.js';
import type { Message } from '../../render/message.js';
import { isClean, reportView, weekView } from '../../report/report-message.js';
import { isRead } from '../../report/repository.js';
import { reportDue, weekDue, weekName } from '../../report/schedule.js';
import { dayFactsOf } from '../../report/summary/day.js';
import type { SpanFacts } from '../../report/summary/period.js';
import { weekFactsOf } from '../../report/summary/week.js';
import type { Reader, Store } from '../../storage/store.js';

export type TellingOptions = {
  readonly ledger: Reader;
  /** Stores what was decided. */
  readonly decide: Eventual<Pick<Store, 'decide'>>['decide'];
  readonly manners: Manners;
  readonly zone: string;
  /** Minutes after midnight in `zone`. */
  readonly reportAt: number;
  /** 1 for Monday to 7 for Sunday; without one there is no weekly report. */
  readonly weeklyReportDay?: number | null;
  /** True where there is somebody to take page and charts after a report. */
  readonly withFiles?: boolean;
  /** When the database was made. */
  readonly since: number;
};

/** How far back incidents are looked at: older ones are at rest, or still have failures. */
const surveyMs = 86_400_000;

/** Decides what the channel should hear now, and writes it down. True when there is something to deliver. */
export async function tell(options: TellingOptions, now: number): Promise<boolean> {
  const { ledger, decide, manners, zone } = options;
  const incidents = ledger.incidents({ from: now - surveyMs, to: now + 1 });
  const scene = {
    ledger,
    told: (incident: number) => ledger.told(incident),
    silences: ledger.silences(now),
    manners,
    now,
    zone,
  };
  const { decisions, fault } = decideEach(incidents, scene);
  // Stored first: an alert waits for no report, and much less for one that cannot be made.
  if (decisions.length > 0) await decide(decisions, [], now);
  const letters = dueReports(options, now);
  if (letters.length > 0) await decide([], letters, now);
  if (fault !== undefined) throw fault;
  return decisions.length + letters.length > 0;
}

/** One incident that cannot be told must not keep the others from being told: the first fault is thrown after them. */
function decideEach(
  incidents: readonly Incident[],
  scene: Scene,
): { readonly decisions: readonly Decision[]; readonly fault: unknown } {
  const decisions: Decision[] = [];
  let fault: unknown;
  for (const incident of incidents) {
    try {
      const decision = survey(incident, scene);
      if (decision !== undefined) decisions.push(decision);
    } catch (error) {
      fault ??= error;
    }
  }
  return { decisions, fault };
}

/** Delivers all letters that may go out now. */
export async function deliverAll(outbox: Outbox, channel: Channel, clock: () => number): Promise<void> {
  while (await deliverNext(outbox, channel, clock));
}

/** The reports that are due: of yesterday, and on one day of the week of the seven days before. */
function dueReports(options: TellingOptions, now: number): readonly Draft[] {
  const { ledger, zone, weeklyReportDay = null, withFiles = false } = options;
  const plan = {
    ...options,
    told: (name: string) => ledger.reportTold(name),
    wasRead: (day: Day) => {
      const span = spanOfDay(day, zone);
      return span !== undefined && isRead(ledger.totals(span));
    },
  };
  const day = reportDue(plan, now);
  const week = weekDue(plan, weeklyReportDay, now);
  const dayFacts = day === undefined ? undefined : dayFactsOf(day, { now, zone }, ledger);
  const weekFacts = week === undefined ? undefined : weekFactsOf(week, { now, zone }, ledger);
  return [
    ...(dayFacts === undefined ? [] : [draft(dayFacts.day, reportView(dayFacts), dayFacts)]),
    ...(weekFacts === undefined ? [] : [draft(weekName(weekFacts.to), weekView(weekFacts), weekFacts)]),
  ];

  function draft(day: string, message: Message, facts: SpanFacts): Draft {
    return { what: { name: 'report', day }, message, withFiles: withFiles && !isClean(facts) };
  }
}
