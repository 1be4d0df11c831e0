import type { Clock } from '../../base/calendar.js';
import { lasting } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import type { Message } from '../../render/message.js';
import { moment, type Phrase, say } from '../../render/rich-text.js';
import { aboutWords } from '../../report/words/filter.js';
import type { Command } from '../answer.js';
import type { When } from '../question.js';
import { type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

/** `last good request for payments-api` */
export const good: Command<'good'> = {
  what: 'good',
  usage: 'last good request for payments-api',
  help: 'the minute in which somebody was last answered well',
  answer: (question, context) => {
    const scope = scopeOf(question, context, undefined, lastWeek);
    const good = context.ledger.lastGood(scope.window.span, scope.of);
    return { message: goodView(good, scope, context) };
  },
};

const lastWeek: When = { name: 'last', count: 7, unit: 'day' };

/** `Last good request: 14:26`. */
export function goodWords(good: Span | null | undefined, clock: Clock): Phrase | undefined {
  if (good === undefined) return undefined;
  if (good === null) return say`No access log tells of a good request.`;
  const { from, to } = good;
  const ago = lasting(clock.now - from);
  if (to - from <= minuteMs)
    return say`Last good request: in the minute of ${moment(from, clock)}, ${ago} ago.`;
  const kept = to - from <= hourMs ? 'hour' : 'day';
  return say`Last good request: in the ${kept} from ${moment(from, clock)}, at most ${ago} ago.`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** When somebody was last answered well. */
export function goodView(good: Span | null | undefined, scope: Scope, clock: Clock): Message {
  const lead =
    goodWords(good, clock) ??
    say`I cannot tell: good requests are counted by upstream, host and route, not ${aboutWords(scope.of)}.`;
  return plainView(
    {
      lead,
      lines: [
        good === null
          ? say`Without an access log only failures are known.`
          : say`Good requests are counted by the minute; their lines are not kept.`,
      ],
    },
    scope,
    clock,
  );
}
