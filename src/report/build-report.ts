import type { Clock, Day } from '../base/calendar.js';
import type { Span } from '../base/span.js';
import type { Table } from '../render/csv.js';
import type { Message } from '../render/message.js';
import { dayJson, weekJson } from './export/api-json.js';
import { groupTable } from './export/tables.js';
import { reportView, weekView } from './report-message.js';
import { dayScope, weekScope } from './report-scope.js';
import type { Ledger } from './repository.js';
import { dayFactsOf } from './summary/day.js';
import { weekFactsOf } from './summary/week.js';

/** A whole day, or the seven days that end with one. */
export type Whole = { readonly of: 'day' | 'week'; readonly day: Day };

/** Its report, in each form but the page, for which charts are loaded. */
export type WholeReport = {
  readonly message: Message;
  readonly title: string;
  readonly json: () => object;
  /** Its causes and upstreams. */
  readonly table: () => Table;
};

/** Gathers it. Undefined where that is no day. */
export function wholeReportOf({ of, day }: Whole, ledger: Ledger, clock: Clock): WholeReport | undefined {
  const table = (span: Span) => () => groupTable(ledger.groups(span, groupsMax));
  if (of === 'week') {
    const facts = weekFactsOf(day, clock, ledger);
    return (
      facts && {
        message: weekView(facts),
        title: weekScope(facts).fullTitle,
        json: () => weekJson(facts),
        table: table(facts.span),
      }
    );
  }
  const facts = dayFactsOf(day, clock, ledger);
  return (
    facts && {
      message: reportView(facts),
      title: dayScope(facts).fullTitle,
      json: () => dayJson(facts),
      table: table(facts.span),
    }
  );
}

/** More causes and upstreams than that are no matter for people. */
export const groupsMax = 1_000;
