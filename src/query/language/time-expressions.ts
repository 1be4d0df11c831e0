import type { Start, Unit, When } from '../question.js';
import type { Part } from './grammar-actions.js';
import type { Meant, QuestionToken } from './token.js';

/** The times that a question names, in their order. A day beside `between … and …` says which day's. */
export function timesIn(plan: readonly Part[], tokens: readonly QuestionToken[]): readonly When[] {
  const times = plan.flatMap((part) => timeOf(part, (at) => tokens[part.at[at] ?? -1]?.meant) ?? []);
  const between = times.find((when) => when.name === 'between');
  const day = times.find((when) => when.name === 'day');
  if (between?.name !== 'between' || day?.name !== 'day') return times;
  return [{ ...between, day: day.day }, ...times.filter((when) => when !== between && when !== day)];
}

type Argument = (at: number) => Meant | undefined;

function timeOf({ part }: Part, argument: Argument): When | undefined {
  const first = argument(0);
  switch (part) {
    case 'now':
      return { name: 'now' };
    case 'night':
      return { name: 'night' };
    case 'last':
      return lasting(first, argument(1));
    case 'last-unit':
      return first?.kind === 'unit' ? { name: 'last', count: 1, unit: first.unit } : undefined;
    case 'this-unit':
      return first?.kind === 'unit' ? { name: 'this', unit: first.unit } : undefined;
    case 'day':
      if (first?.kind === 'day') return { name: 'day', day: first.day };
      return first?.kind === 'weekday' ? { name: 'weekday', weekday: first.weekday } : undefined;
    case 'since':
      return since(first);
    case 'between':
      return between(minutesOf(first), minutesOf(argument(1)));
    default:
      return undefined;
  }
}

function lasting(first: Meant | undefined, second: Meant | undefined): When | undefined {
  if (first?.kind === 'duration') return { name: 'last', count: first.count, unit: first.unit };
  const unit: Unit | undefined = second?.kind === 'unit' ? second.unit : undefined;
  return first?.kind === 'number' && unit !== undefined
    ? { name: 'last', count: first.number, unit }
    : undefined;
}

function since(meant: Meant | undefined): When | undefined {
  const start = startOf(meant);
  return start === undefined ? undefined : { name: 'since', start };
}

function startOf(meant: Meant | undefined): Start | undefined {
  const minutes = minutesOf(meant);
  if (minutes !== undefined) return { name: 'clock', minutes };
  switch (meant?.kind) {
    case 'day':
      return { name: 'day', day: meant.day };
    case 'weekday':
      return { name: 'weekday', weekday: meant.weekday };
    case 'change':
      return { name: 'change', kind: meant.change ?? 'deploy' };
    default:
      return undefined;
  }
}

const between = (from: number | undefined, to: number | undefined): When | undefined =>
  from === undefined || to === undefined ? undefined : { name: 'between', from, to, day: null };

/** A bare number is an hour: `since 2`. */
export const minutesOf = (meant: Meant | undefined): number | undefined => {
  if (meant?.kind === 'clock') return meant.minutes;
  return meant?.kind === 'number' && meant.number <= 24 ? meant.number * 60 : undefined;
};
