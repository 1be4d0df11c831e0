import type { Clock } from '../../base/calendar.js';
import type { SilenceOf } from '../../notify/silence.js';
import type { Of } from '../../report/repository.js';
import type { Order } from '../question.js';
import type { Part } from './grammar-actions.js';
import { minutesOf } from './time-expressions.js';
import { instantOn, nextInstant } from './time-window.js';
import type { Meant, QuestionToken } from './token.js';
import { unitMs } from './units.js';

/** The order that the parts give; undefined when they do not make one. */
export function orderFrom(
  plan: readonly Part[],
  tokens: readonly QuestionToken[],
  clock: Clock,
): Order | undefined {
  const [head, ...given] = plan.flatMap(({ at: [first = -1] }) => tokens[first]?.meant ?? []);
  if (head?.kind !== 'order') return undefined;
  const numbers = given.flatMap((meant) => ('number' in meant ? [meant.number] : []));
  const incident = numbers[0] ?? null;
  const words = given.find((meant) => meant.kind === 'text')?.text ?? '';
  switch (head.order) {
    case 'acknowledge':
    case 'resolve':
      return { name: head.order, incident };
    case 'unsilence':
      return { name: 'unsilence', silence: incident };
    case 'merge':
      return { name: 'merge', incident, into: numbers[1] ?? null };
    case 'note':
    case 'wrong-cause':
      return { name: head.order, incident, words };
    case 'silence':
      return { name: 'silence', of: silenceOf(given), until: untilOf(given, clock), reason: words };
  }
}

/** Exactly one thing is silenced at a time; null where none or several are named. */
function silenceOf(given: readonly Meant[]): SilenceOf | null {
  const [of, ...more] = given.flatMap((meant) => (meant.kind === 'filter' ? [meant.of] : []));
  return of === undefined || more.length > 0 ? null : silencing(of);
}

function silencing({ upstream, causes = [], routes = [], gateways = [], ...others }: Of): SilenceOf | null {
  if (Object.keys(others).length > 0) return null;
  if (typeof upstream === 'string') return { name: 'upstream', upstream };
  const [cause, ...moreCauses] = causes;
  if (cause !== undefined) return moreCauses.length === 0 ? { name: 'cause', cause } : null;
  if (routes[0] !== undefined) return { name: 'route', route: routes[0] };
  if (gateways[0] !== undefined) return { name: 'gateway', gateway: gateways[0] };
  return { name: 'all' };
}

/** When it ends; undefined when nothing was said of it. */
function untilOf(given: readonly Meant[], clock: Clock): number | undefined {
  const length = given.find((meant) => meant.kind === 'duration');
  if (length?.kind === 'duration') return clock.now + length.count * unitMs[length.unit];
  const day = given.find((meant) => meant.kind === 'day');
  const minutes = given.map(minutesOf).find((at) => at !== undefined);
  if (day?.kind === 'day') return instantOn(day.day, minutes ?? 0, clock);
  return minutes === undefined ? undefined : nextInstant(minutes, clock);
}
