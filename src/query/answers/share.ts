import type { Clock } from '../../base/calendar.js';
import { counted, grouped, percent } from '../../base/format-number.js';
import type { Message } from '../../render/message.js';
import { bold, type Phrase, say } from '../../render/rich-text.js';
import type { Dimension, Of, Ranked, Totals } from '../../report/repository.js';
import { aboutWords, valueName } from '../../report/words/filter.js';
import type { Asked, Command, Context } from '../answer.js';
import { type Scope, scopeOf, scopeOfIncident } from '../scope.js';
import { plainView } from './answer-view.js';
import { singlesTable } from './failure-rows.js';

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

/** How much of all failures these are, and what the others are. */
export function shareView({ part, whole, by, ranked }: ShareFacts, scope: Scope, clock: Clock): Message {
  return plainView(
    {
      lead: shareWords(part, whole, scope),
      list: {
        title: part.failures < whole.failures && ranked.length > 0 ? `All by ${by}` : '',
        items:
          part.failures < whole.failures
            ? ranked.map(
                ({ key, count }) =>
                  say`${bold(grouped(count))} ${valueName(by, key)}, ${percent(count, whole.failures)}`,
              )
            : [],
      },
      tone: part.failures > 0 ? 'neutral' : 'good',
    },
    scope,
    clock,
  );
}

/** A part of all failures, and how all divide. */
export type ShareFacts = {
  readonly part: Totals;
  readonly whole: Totals;
  readonly by: Dimension;
  readonly ranked: readonly Ranked[];
};

function shareWords(part: Totals, whole: Totals, { of, window }: Scope): Phrase {
  const about = aboutWords(of);
  const all = counted(whole.failures, 'failure');
  if (whole.failures === 0) return say`${bold('No')}: nothing failed, ${window.words}.`;
  if (part.failures === 0) return say`${bold('No')}: none of ${all} ${about}, ${window.words}.`;
  if (part.failures === whole.failures)
    return say`${bold('Yes, and nothing else')}: all of ${all} ${about}, ${window.words}.`;
  const share = percent(part.failures, whole.failures);
  const verdict = part.failures * 20 >= whole.failures * 19 ? 'Yes, nearly all' : 'In part';
  return say`${bold(verdict)}: ${part.failures} of ${all} (${share}) ${about}, ${window.words}.`;
}
