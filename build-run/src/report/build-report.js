import { serializeDay, serializeWeek } from './export/api-json.js';
import { buildGroupTable } from './export/tables.js';
import { renderDayReport, renderWeekReport } from './report-message.js';
import { describeDayScope, describeWeekScope } from './report-scope.js';
import { summarizeDay } from './summary/day.js';
import { summarizeWeek } from './summary/week.js';
/**
 * Builds the report of a period from the repository. This folder summarizes what is known of an incident or a period and
 * renders it as messages, pages, tables and JSON. Undefined for a day that does not exist or has not begun.
 */
export function buildReport({ unit, day }, repository, clock) {
  const buildTable = (span) => () => buildGroupTable(repository.groups(span, groupsMax));
  if (unit === 'week') {
    const summary = summarizeWeek(day, clock, repository);
    return (
      summary && {
        message: renderWeekReport(summary),
        title: describeWeekScope(summary).fullTitle,
        json: () => serializeWeek(summary),
        table: buildTable(summary.span),
      }
    );
  }
  const summary = summarizeDay(day, clock, repository);
  return (
    summary && {
      message: renderDayReport(summary),
      title: describeDayScope(summary).fullTitle,
      json: () => serializeDay(summary),
      table: buildTable(summary.span),
    }
  );
}
/** Maximum rows of causes and upstreams in a table. */
export const groupsMax = 1_000;
