import type { Clock, Day } from '../base/calendar.js';
import type { Span } from '../base/span.js';
import type { CsvTable } from '../render/csv.js';
import type { Message } from '../render/message.js';
import { serializeDay, serializeWeek } from './export/api-json.js';
import { buildGroupTable } from './export/tables.js';
import { renderDayReport, renderWeekReport } from './report-message.js';
import { describeDayScope, describeWeekScope } from './report-scope.js';
import type { Repository } from './repository.js';
import { summarizeDay } from './summary/day.js';
import { summarizeWeek } from './summary/week.js';

/** A whole day, or the seven days that end with one. */
export type ReportPeriod = { readonly unit: 'day' | 'week'; readonly day: Day };

/** Its report, in each form but the page, for which charts are loaded. */
export type Report = {
  readonly message: Message;
  readonly title: string;
  readonly json: () => object;
  /** Its causes and upstreams. */
  readonly table: () => CsvTable;
};

/** Gathers it. Undefined where that is no day. */
export function buildReport(
  { unit, day }: ReportPeriod,
  repository: Repository,
  clock: Clock,
): Report | undefined {
  const buildTable = (span: Span) => () => buildGroupTable(repository.groups(span, groupsMax));
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
  const facts = summarizeDay(day, clock, repository);
  return (
    facts && {
      message: renderDayReport(facts),
      title: describeDayScope(facts).fullTitle,
      json: () => serializeDay(facts),
      table: buildTable(facts.span),
    }
  );
}

/** More causes and upstreams than that are no matter for people. */
export const groupsMax = 1_000;
