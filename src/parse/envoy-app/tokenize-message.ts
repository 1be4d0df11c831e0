import { keyring, type Token } from '../shape/token.js';

/**
 * The tokens of a record's first line: the parts of its head, each without the brackets or tabs around it, and all the
 * rest as its message. Empty for a line that begins like no layout.
 */
export function appTokens(line: string): readonly Token[] {
  const layout = layouts.find(([first]) => first !== undefined && partAt(line, 0, first));
  if (layout === undefined) return [];
  const tokens: Token[] = [];
  let at = 0;
  for (const alternatives of layout) {
    const part = partAt(line, at, alternatives);
    if (part === undefined) continue;
    tokens.push(part.token);
    at = part.end;
  }
  const ending = layout === tabbed ? /\tthread=\d+$/.exec(line.slice(at)) : null;
  const end = ending === null ? line.length : at + ending.index;
  tokens.push({ key: key('message'), start: at, end });
  if (ending !== null) tokens.push({ key: key('thread'), start: end, end: line.length });
  return tokens;
}

/** The first of some parts that stands here. */
function partAt(line: string, at: number, alternatives: Alternatives) {
  for (const { type, pattern } of alternatives) {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match === null) continue;
    const [start, end] = match.indices?.[1] ?? [at, at];
    return { token: { key: key(type), start, end }, end: pattern.lastIndex };
  }
  return undefined;
}

const key = keyring();

/** What may stand in one place of a head. The group in a pattern is the value. */
type Alternatives = readonly { readonly type: string; readonly pattern: RegExp }[];

const part = (type: string, pattern: RegExp) => ({ type, pattern });
const levels = '(trace|debug|info|warn|warning|error|critical|fatal|off)';
const thread = part('bracketed_thread', /\[(\d+)\]/dy);
const logger = part('bracketed_logger', /\[([a-z_][\w.]{0,63})\]/dy);

const bracketed: readonly Alternatives[] = [
  [part('bracketed_time', /\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d{3})\]/dy)],
  [thread],
  [part('bracketed_level', new RegExp(`\\[${levels}\\]`, 'dy'))],
  [logger],
  // The file stands in brackets; old releases left the first of them out.
  [part('gap', / (?:\[?[^\s[\]]{1,200}:\d+\] )?/dy)],
];

/** Terminals and pages turn the tabs into blanks. */
const tabbed: readonly Alternatives[] = [
  [part('tabbed_time', /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z)(?=[\t ])/dy)],
  [part('tabbed_level', new RegExp(`(?:\\t| +)${levels}(?:\\t| +)`, 'dy'))],
  [part('envoy_scope', /envoy (\w{1,64})(?: \S{1,200}:\d+)?(?:\t| +)/dy), part('scope', /(\S{1,64})\t/dy)],
];

const stackdriver: readonly Alternatives[] = [
  [part('stamp', /([TDIWECO]\d{4}) \d\d:\d\d:\d\d\.\d{3,6} +\d+ (?=envoy\/)/dy)],
  [part('file', /(envoy\/[^\s[\]]{1,200}:\d+)\] /dy)],
  [thread],
  [logger],
];

const layouts = [bracketed, tabbed, stackdriver];
