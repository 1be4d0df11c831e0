/** What part of a question some of its tokens are: the functions that `grammars/query.ne` names. */
export type Part = {
  readonly part: PartName /** Indexes of the tokens that say it. */;
  readonly at: readonly number[];
};

export type PartName =
  | 'wish'
  | 'filter'
  | 'incident'
  | 'whether'
  | 'subject'
  | 'grouping'
  | 'number'
  | 'threshold'
  | 'format'
  | 'period'
  | 'now'
  | 'night'
  | 'last'
  | 'last-unit'
  | 'this-unit'
  | 'day'
  | 'since'
  | 'between'
  | 'order'
  | 'argument';

/** What a rule of the grammar matched. */
type Matched = readonly unknown[];

const part =
  (name: PartName, ...positions: readonly number[]) =>
  (matched: Matched): Part => ({ part: name, at: positions.map((position) => indexOf(matched[position])) });

export const wish = part('wish', 0);
export const filter = part('filter', 0);
export const filterBehind = part('filter', 1);
export const incident = part('incident', 0);
export const whether = part('whether', 0);
export const subject = part('subject', 0);
export const grouping = part('grouping', 1);
export const number = part('number', 0);
export const numberBehind = part('number', 1);
export const threshold = part('threshold', 1);
export const format = part('format', 1);
export const period = part('period', 0);

export const now = part('now');
export const night = part('night');
export const last = part('last', 0);
export const lastBehind = part('last', 1);
export const lastUnits = part('last', 0, 1);
export const lastUnitsBehind = part('last', 1, 2);
export const lastUnit = part('last-unit', 1);
export const thisUnit = part('this-unit', 1);
export const day = part('day', 0);
export const dayBehind = part('day', 1);
export const since = part('since', 1);
export const sinceBehind = part('since', 2);
export const between = part('between', 1, 3);
export const stretch = part('between', 0, 2);
export const pair = part('between', 0, 1);

/** Parts one after the other. */
export const none = (): readonly Part[] => [];
export const more = ([parts, next]: Matched): readonly Part[] => [...partsIn(parts), ...partsIn([next])];
export const followed = ([parts, rest]: Matched): readonly Part[] => [...partsIn(parts), ...partsIn(rest)];
export const begun = ([first, parts]: Matched): readonly Part[] => [...partsIn([first]), ...partsIn(parts)];
export const begunAndFollowed = ([first, parts, rest]: Matched): readonly Part[] => [
  ...partsIn([first]),
  ...partsIn(parts),
  ...partsIn(rest),
];

/** An order is its word and what follows it, in that order. */
export const order = ([head, ...rest]: Matched): readonly Part[] => [
  { part: 'order', at: [indexOf(head)] },
  ...rest.flatMap(partsIn),
];
export const merge = ([head, one, , other]: Matched): readonly Part[] => order([head, one, other]);
const argument = (position: number) => part('argument', position);
export const one = (matched: Matched): readonly Part[] => [argument(0)(matched)];
export const oneBehind = (matched: Matched): readonly Part[] => [argument(1)(matched)];
export const twoBehind = (matched: Matched): readonly Part[] => [argument(1)(matched), argument(2)(matched)];
export const oneMore = ([parts, next]: Matched): readonly Part[] => [...partsIn(parts), ...one([next])];

/** True for what the grammar makes. */
export const isPlan = (value: unknown): value is readonly Part[] =>
  Array.isArray(value) && value.every(isPart);

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && 'part' in value && 'at' in value;

const partsIn = (value: unknown): readonly Part[] => (Array.isArray(value) ? value.filter(isPart) : []);

/** A token that a rule took as it is, alone or in the list of a rule without a function. */
function indexOf(token: unknown): number {
  if (Array.isArray(token)) return indexOf(token[0]);
  return typeof token === 'object' && token !== null && 'index' in token ? Number(token.index) : -1;
}
