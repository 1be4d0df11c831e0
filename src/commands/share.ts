import type { Asked, Command, Context } from '../command.js';
import type { Dimension, Of } from '../ledger.js';
import { type Scope, scopeOf, scopeOfIncident } from '../scope.js';
import { shareView } from '../views/count.js';
import { singlesTable } from './singles-table.js';

/** `is it dns?`, `is it only POST?`, `is shop-b.example affected?`: how much of all failures this is. */
export const share: Command<'share'> = {
  what: 'share',
  usage: 'is it [only] dns|POST|shop-b.example',
  help: 'how much of all failures a cause, host, method or the like accounts for',
  answer: (question, context) => {
    const scope = scopeNow(question, context);
    const { span } = scope.window;
    const by = dimensionOf(scope.of);
    const facts = {
      part: context.ledger.totals(span, scope.of),
      whole: context.ledger.totals(span),
      by,
      ranked: context.ledger.top(by, span, rankedMax),
    };
    return {
      message: shareView(facts, scope, context),
      table: () => singlesTable(facts.part.failures, scope, context),
    };
  },
};

/** While something is open, `it` is what has failed since that began. */
function scopeNow(question: Asked<'share'>, context: Context): Scope {
  const [open] = question.when.length === 0 ? context.ledger.openIncidents() : [];
  if (open === undefined) return scopeOf(question, context);
  const { window, ...scope } = scopeOfIncident(open, question.of, context);
  return { ...scope, of: question.of, window: { ...window, words: `since ${window.words} began` } };
}

const rankedMax = 5;

/** What all failures divide by, where one value of it was asked about. */
function dimensionOf(of: Of): Dimension {
  const known = dimensions.find(([key]) => of[key] !== undefined);
  return known?.[1] ?? 'cause';
}

const dimensions: readonly (readonly [keyof Of, Dimension])[] = [
  ['methods', 'method'],
  ['hosts', 'host'],
  ['customers', 'customer'],
  ['routes', 'route'],
  ['peers', 'peer'],
  ['clients', 'client'],
  ['gateways', 'gateway'],
  ['makers', 'maker'],
  ['upstream', 'upstream'],
  ['outcomes', 'outcome'],
  ['statuses', 'status'],
];
