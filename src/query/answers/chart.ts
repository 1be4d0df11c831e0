import { sumOf } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { causeIds } from '../../diagnose/cause.js';
import { gatewayIds, makers, outcomes } from '../../parse/event.js';
import { literalOf } from '../../render/rich-text.js';
import { type Strip, stripTable } from '../../report/export/tables.js';
import type { Dimension, Ledger, Of } from '../../report/repository.js';
import { valueName } from '../../report/words/filter.js';
import type { Asked, Command, Context } from '../answer.js';
import { type Scope, scopeOf } from '../scope.js';
import { chartView, stripsChart } from './chart-view.js';

/** `chart 502s last 6h by upstream`: failures over time, as bars of text. */
export const chart: Command<'chart'> = {
  what: 'chart',
  usage: 'chart 502s last 6h [by upstream]',
  help: 'failures over time, as bars and in Slack as a picture',
  answer: (question, context) => {
    const scope = scopeOf(question, context, question.by ?? undefined);
    const strips = stripsFor(question, scope, context);
    const chart = stripsChart(strips, scope, context);
    return {
      message: chartView(strips, scope, context),
      table: () => stripTable(strips),
      ...(chart && { file: { name: 'picture', fileName: 'failures.png', ...chart } }),
    };
  },
};

const stripsMax = 6;
const barsMax = 48;
/** Widths of a bar that people can add up. */
const minuteSteps = [1, 2, 5, 10, 15, 20, 30, 60];
const hourSteps = [1, 2, 3, 4, 6, 12, 24];
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

function stripsFor(
  { by }: Asked<'chart'>,
  { of, window: { span } }: Scope,
  { ledger }: Context,
): readonly Strip[] {
  const strip = (name: string, narrowed: Of): Strip => ({
    name,
    ...barsOf(span, narrowed, ledger),
  });
  if (by === null) return [strip('', of)];
  return ledger
    .top(by, span, stripsMax, of)
    .flatMap(({ key }) =>
      key === null ? [] : [strip(literalOf([valueName(by, key)]), { ...of, ...only(by, key) })],
    );
}

/** Whole minutes, or hours of a long time, in as many bars as a line of a phone holds. */
function barsOf(span: Span, of: Of, ledger: Ledger): Omit<Strip, 'name'> {
  const isLong = span.to - span.from > barsMax * hourMs;
  const widthMs = isLong ? hourMs : minuteMs;
  const counts = isLong ? ledger.perHour(span, of) : ledger.perMinute(span, of);
  const least = counts.length / barsMax;
  const each = (isLong ? hourSteps : minuteSteps).find((step) => step >= least) ?? Math.ceil(least);
  const bars: number[] = [];
  for (let at = 0; at < counts.length; at += each) bars.push(sumOf(counts.slice(at, at + each)));
  return { bars, from: Math.floor(span.from / widthMs) * widthMs, widthMs: each * widthMs };
}

/** The filter for one value of a dimension. */
function only(by: Dimension, key: string): Of {
  switch (by) {
    case 'upstream':
      return { upstream: key };
    case 'cause':
      return { causes: causeIds.filter((id) => id === key) };
    case 'status':
      return { statuses: [Number(key)] };
    case 'route':
      return { routes: [key] };
    case 'peer':
      return { peers: [key] };
    case 'host':
      return { hosts: [key] };
    case 'method':
      return { methods: [key] };
    case 'customer':
      return { customers: [key] };
    case 'client':
      return { clients: [key] };
    case 'outcome':
      return { outcomes: outcomes.filter((outcome) => outcome === key) };
    case 'maker':
      return { makers: makers.filter((maker) => maker === key) };
    case 'gateway':
      return { gateways: gatewayIds.filter((gateway) => gateway === key) };
  }
}
