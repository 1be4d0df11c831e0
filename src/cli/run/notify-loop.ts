import { type Day, getDaySpan } from '../../base/calendar.js';
import { dayMs } from '../../base/duration.js';
import type { Incident, IncidentId } from '../../incidents/incident.js';
import type { Channel } from '../../notify/channel.js';
import { deliverNextMessage, type Outbox } from '../../notify/deliver.js';
import type { MaybeAsync, NewMessage, PlannedNotification } from '../../notify/outbox.js';
import { type PlanContext, planNotification } from '../../notify/plan-notification.js';
import type { NotificationPolicy } from '../../notify/policy.js';
import type { Message } from '../../render/message.js';
import { isFailureFree, renderDayReport, renderWeekReport } from '../../report/report-message.js';
import { hasTraffic } from '../../report/repository.js';
import { findDueDailyReport, findDueWeeklyReport, formatWeekName } from '../../report/schedule.js';
import { summarizeDay } from '../../report/summary/day.js';
import type { PeriodSummary } from '../../report/summary/period.js';
import { summarizeWeek } from '../../report/summary/week.js';
import type { Store, StoreReader } from '../../storage/store.js';

export type NotifyOptions = {
  readonly repository: StoreReader;
  /** Stores what was decided. */
  readonly decide: MaybeAsync<Pick<Store, 'saveDecisions'>>['saveDecisions'];
  readonly notificationPolicy: NotificationPolicy;
  readonly timezone: string;
  /** Minutes after midnight in `zone`. */
  readonly reportAt: number;
  /** 1 for Monday to 7 for Sunday; without one there is no weekly report. */
  readonly weeklyReportDay?: number | null;
  /** True where there is somebody to take page and charts after a report. */
  readonly withFiles?: boolean;
  /** When the database was made. */
  readonly databaseCreatedAt: number;
};

/** How far back incidents are looked at: older ones are at rest, or still have failures. */
const lookbackMs = dayMs;

/** Decides what the channel should hear now, and writes it down. True when there is something to deliver. */
export async function queueNotifications(options: NotifyOptions, now: number): Promise<boolean> {
  const { repository, decide, notificationPolicy, timezone } = options;
  const incidents = repository.incidents({ from: now - lookbackMs, to: now + 1 });
  const context = {
    repository: repository,
    findState: (incidentId: IncidentId) => repository.notificationState(incidentId),
    silences: repository.silences(now),
    policy: notificationPolicy,
    now,
    timezone: timezone,
  };
  const { decisions: planned, fault: firstError } = planEach(incidents, context);
  // Stored first: an alert waits for no report, and much less for one that cannot be made.
  if (planned.length > 0) await decide(planned, [], now);
  const reports = buildDueReports(options, now);
  if (reports.length > 0) await decide([], reports, now);
  if (firstError !== undefined) throw firstError;
  return planned.length + reports.length > 0;
}

/** One incident that cannot be told must not keep the others from being told: the first fault is thrown after them. */
function planEach(
  incidents: readonly Incident[],
  context: PlanContext,
): { readonly decisions: readonly PlannedNotification[]; readonly fault: unknown } {
  const planned: PlannedNotification[] = [];
  let firstError: unknown;
  for (const incident of incidents) {
    try {
      const decision = planNotification(incident, context);
      if (decision !== undefined) planned.push(decision);
    } catch (error) {
      firstError ??= error;
    }
  }
  return { decisions: planned, fault: firstError };
}

/** Delivers all letters that may go out now. */
export async function deliverAll(outbox: Outbox, channel: Channel, clock: () => number): Promise<void> {
  while (await deliverNextMessage(outbox, channel, clock));
}

/** The reports that are due: of yesterday, and on one day of the week of the seven days before. */
function buildDueReports(options: NotifyOptions, now: number): readonly NewMessage[] {
  const { repository, timezone, weeklyReportDay = null, withFiles = false } = options;
  const plan = {
    ...options,
    isReported: (name: string) => repository.isReportWritten(name),
    hasTraffic: (day: Day) => {
      const span = getDaySpan(day, timezone);
      return span !== undefined && hasTraffic(repository.totals(span));
    },
  };
  const day = findDueDailyReport(plan, now);
  const week = findDueWeeklyReport(plan, weeklyReportDay, now);
  const daySummary = day === undefined ? undefined : summarizeDay(day, { now, timezone }, repository);
  const weekSummary = week === undefined ? undefined : summarizeWeek(week, { now, timezone }, repository);
  return [
    ...(daySummary === undefined
      ? []
      : [toReportMessage(daySummary.day, renderDayReport(daySummary), daySummary)]),
    ...(weekSummary === undefined
      ? []
      : [toReportMessage(formatWeekName(weekSummary.lastDay), renderWeekReport(weekSummary), weekSummary)]),
  ];

  function toReportMessage(day: string, content: Message, summary: PeriodSummary): NewMessage {
    return { kind: { type: 'report', day }, content, withFiles: withFiles && !isFailureFree(summary) };
  }
}
