import { getDaySpan } from '../../base/calendar.js';
import { dayMs } from '../../base/duration.js';
import { planNotification } from '../../notify/plan-notification.js';
import { renderIncidentButtons } from '../../query/actions/render-buttons.js';
import { isFailureFree, renderDayReport, renderWeekReport } from '../../report/report-message.js';
import { hasTraffic } from '../../report/repository.js';
import { findDueDailyReport, findDueWeeklyReport, formatWeekName } from '../../report/schedule.js';
import { summarizeDay } from '../../report/summary/day.js';
import { summarizeWeek } from '../../report/summary/week.js';

/** How far back incidents are considered: older ones are over, or have had failures since. */
const lookbackMs = dayMs;
/** Plans the notifications and reports due now and puts them into the outbox. Returns true when something was added. */
export async function queueNotifications(options, now) {
  const { repository, saveDecisions, notificationPolicy, timezone } = options;
  // What happened before the first start is told in one message, once all of it has been read.
  if (repository.historySince() !== null) return false;
  const incidents = repository.incidents({ from: now - lookbackMs, to: now + 1 });
  const context = {
    repository,
    findState: (incidentId) => repository.notificationState(incidentId),
    silences: repository.silences(now),
    policy: notificationPolicy,
    renderButtons: renderIncidentButtons,
    now,
    timezone,
  };
  const { planned, firstError } = planEach(incidents, context);
  // Saved first: an alert must not wait for a report, and even less for one that cannot be built.
  if (planned.length > 0) await saveDecisions(planned, [], now);
  const reports = buildDueReports(options, now);
  if (reports.length > 0) await saveDecisions([], reports, now);
  if (firstError !== undefined) throw firstError;
  return planned.length + reports.length > 0;
}
/** Plans each incident on its own: an error in one must not hold back the others, so the caller throws it after saving. */
function planEach(incidents, context) {
  const planned = [];
  let firstError;
  for (const incident of incidents) {
    try {
      const notification = planNotification(incident, context);
      if (notification !== undefined) planned.push(notification);
    } catch (error) {
      firstError ??= error;
    }
  }
  return { planned, firstError };
}
/** The reports due now: yesterday's, and once a week that of the previous seven days. */
function buildDueReports(options, now) {
  const { repository, timezone, weeklyReportDay = null, withFiles = false } = options;
  const plan = {
    ...options,
    isReported: (name) => repository.isReportWritten(name),
    hasTraffic: (day) => {
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
  function toReportMessage(day, content, summary) {
    return { kind: { type: 'report', day }, content, withFiles: withFiles && !isFailureFree(summary) };
  }
}
