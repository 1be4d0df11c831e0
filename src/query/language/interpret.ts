import type { Clock } from '../../base/calendar.js';
import type { Of } from '../../report/repository.js';
import type { About, Question, What, When } from '../question.js';
import type { Part } from './grammar-actions.js';
import { joinedOf } from './merge-filters.js';
import { orderFrom } from './read-instruction.js';
import { Found } from './sentence-parts.js';
import { timesIn } from './time-expressions.js';
import type { Ask, QuestionToken } from './token.js';

/** The question that the parts of a sentence ask; undefined when they do not make one. */
export function meaningOf(
  plan: readonly Part[],
  tokens: readonly QuestionToken[],
  clock: Clock,
): Question | undefined {
  const found = new Found(plan, tokens);
  const nothing: About = { of: {}, sides: [], incident: null, when: [], form: null };
  if (plan[0]?.part === 'order') {
    const order = orderFrom(plan, tokens, clock);
    return order === undefined ? undefined : { ...nothing, what: 'order', order };
  }
  const filters = found.all('filter').flatMap((meant) => ('of' in meant ? [meant.of] : []));
  const of = joinedOf(filters);
  const about: About = {
    of: of ?? {},
    sides: filters,
    incident: found.incident(),
    when: timesIn(plan, tokens),
    form: found.form(),
  };
  const what = asked(found, about) ?? bare(found, about);
  // Two upstreams at once are only understood where they are compared.
  return of === undefined && what.what !== 'compare' ? { ...about, what: 'compare' } : { ...about, ...what };
}

/** What the words that want something want. */
function asked(found: Found, about: About): What | undefined {
  const asks = found.asks();
  const limit = found.number('number');
  const change = found.first('wish');
  if (change?.kind === 'change') return { what: 'changes', kind: change.change };
  const ask = leading(asks, found);
  switch (ask) {
    case undefined:
      return undefined;
    case 'down':
      if (found.has('grouping')) return top(found);
      return isPlace(about.of) ? { what: 'status' } : { what: 'share' };
    case 'first':
      return { what: 'lines', end: 'first', limit: limit ?? 1 };
    case 'lines':
      return { what: 'lines', end: 'latest', limit };
    case 'top':
      return top(found);
    case 'rate':
      return found.by() === null || isCounted(found) ? { what: 'rate' } : top(found);
    case 'count':
      return found.by() === null || isCounted(found) ? { what: 'count' } : top(found);
    case 'share':
      return found.has('subject') || found.has('grouping') ? top(found) : { what: 'share' };
    case 'chart':
      return { what: 'chart', by: found.by() };
    case 'trial':
      return { what: 'trial', threshold: found.number('threshold') };
    case 'report':
      return { what: 'report', period: periodIn(found) };
    case 'status':
      if (about.incident !== null) return { what: 'why' };
      return isPlace(about.of) ? { what: 'status' } : { what: 'share' };
    default:
      return ask.startsWith('hint:') ? hinted(ask) : plain(ask);
  }
}

/** The first, unless it only leads to another: `how do I fix it`, `compare the rate`. */
function leading(asks: readonly Ask[], found: Found): Ask | undefined {
  const stronger = asks.find((ask) => strong.has(ask));
  if (stronger !== undefined) return stronger;
  const [first, second] = asks;
  if (first === 'status' && second !== undefined) return second;
  return first === undefined && found.has('threshold') ? 'trial' : first;
}

const strong: ReadonlySet<Ask> = new Set(['chart', 'trial', 'report', 'bundle', 'lacks', 'unparsed', 'help']);

const top = (found: Found): What => ({
  what: 'top',
  by: found.by() ?? 'cause',
  limit: found.number('number'),
  order: found.asks().includes('rate') ? 'rate' : 'count',
});

/** `how many clients`: not a count of failures. */
const isCounted = (found: Found) => found.by() === 'status';

function periodIn(found: Found): 'day' | 'week' | 'month' {
  const period = found.first('period');
  return period?.kind === 'period' ? period.period : 'day';
}

/** The hints that lexicon entries name, each by its id. */
function hinted(ask: Ask): What | undefined {
  switch (ask) {
    case 'hint:keepalive-race':
    case 'hint:stale-address':
    case 'hint:poison-request':
    case 'hint:one-bad-peer':
    case 'hint:whose-timeout':
      return { what: 'hint', hint: hintOf[ask] };
    default:
      return undefined;
  }
}

const hintOf = {
  'hint:keepalive-race': 'keepalive-race',
  'hint:stale-address': 'stale-address',
  'hint:poison-request': 'poison-request',
  'hint:one-bad-peer': 'one-bad-peer',
  'hint:whose-timeout': 'whose-timeout',
} as const;

/** Kinds that say all by their name. */
function plain(ask: Ask): What | undefined {
  const known = plainKinds.find((what) => what === ask);
  return known === undefined ? undefined : { what: known };
}

const plainKinds = [
  'over',
  'owner',
  'recap',
  'why',
  'fix',
  'blame',
  'spread',
  'compare',
  'normal',
  'good',
  'unparsed',
  'lacks',
  'before',
  'bundle',
  'silences',
  'help',
] as const;

/** What is meant where nothing says it: an incident asks why, a status how many, an upstream how it does. */
function bare(found: Found, about: About): What {
  if (about.incident !== null) return { what: 'why' };
  if (found.has('period')) return { what: 'report', period: periodIn(found) };
  if (found.has('grouping') || found.has('subject')) return top(found);
  const { of } = about;
  const isAsked = found.has('whether');
  const isNarrowed = Object.keys(of).length > 0;
  if (isNarrowed && isAsked && about.when.every(({ name }) => name === 'now')) return { what: 'share' };
  if (isNarrowed && isPlace(of) && about.when.length === 0) return { what: 'status' };
  if (isNarrowed) return { what: 'count' };
  if (isReported(about.when)) return { what: 'report', period: periodIn(found) };
  return about.when.some(({ name }) => name !== 'now') ? top(found) : { what: 'status' };
}

const isPlace = (of: Of) =>
  Object.keys(of).every((key) => ['upstream', 'hosts', 'peers', 'customers'].includes(key));
const isReported = (when: readonly When[]) => when.length === 1 && when[0]?.name === 'day';
