import { createTokenKinds } from '../shape/token.js';
/**
 * Splits the first line of a record into tokens: the parts of its header, without the brackets or tabs around them, and
 * the remainder as its message. Empty if the line matches no layout.
 */
export function tokenizeAppRecord(line) {
  const layout = layouts.find(([first]) => first !== undefined && matchPart(line, 0, first));
  if (layout === undefined) return [];
  const tokens = [];
  let position = 0;
  for (const alternatives of layout) {
    const part = matchPart(line, position, alternatives);
    if (part === undefined) continue;
    tokens.push(part.token);
    position = part.end;
  }
  const ending = layout === tabbed ? /\tthread=\d+$/.exec(line.slice(position)) : null;
  const end = ending === null ? line.length : position + ending.index;
  tokens.push({ kind: tokenKind('message'), start: position, end });
  if (ending !== null) tokens.push({ kind: tokenKind('thread'), start: end, end: line.length });
  return tokens;
}
/** Returns the first alternative that matches at `position`. */
function matchPart(line, position, alternatives) {
  for (const { type, pattern } of alternatives) {
    pattern.lastIndex = position;
    const match = pattern.exec(line);
    if (match === null) continue;
    const [start, end] = match.indices?.[1] ?? [position, position];
    return { token: { kind: tokenKind(type), start, end }, end: pattern.lastIndex };
  }
  return undefined;
}
const tokenKind = createTokenKinds();
const definePart = (type, pattern) => ({ type, pattern });
const levels = '(trace|debug|info|warn|warning|error|critical|fatal|off)';
const thread = definePart('bracketed_thread', /\[(\d+)\]/dy);
const logger = definePart('bracketed_logger', /\[([a-z_][\w.]{0,63})\]/dy);
const bracketed = [
  [definePart('bracketed_time', /\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d{3})\]/dy)],
  [thread],
  [definePart('bracketed_level', new RegExp(`\\[${levels}\\]`, 'dy'))],
  [logger],
  // The source file is in brackets; old releases omit the first bracket.
  [definePart('gap', / (?:\[?[^\s[\]]{1,200}:\d+\] )?/dy)],
];
/** Terminals and web pages turn the tabs into blanks. */
const tabbed = [
  [definePart('tabbed_time', /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z)(?=[\t ])/dy)],
  [definePart('tabbed_level', new RegExp(`(?:\\t| +)${levels}(?:\\t| +)`, 'dy'))],
  [
    definePart('envoy_scope', /envoy (\w{1,64})(?: \S{1,200}:\d+)?(?:\t| +)/dy),
    definePart('scope', /(\S{1,64})\t/dy),
  ],
];
const stackdriver = [
  [definePart('stamp', /([TDIWECO]\d{4}) \d\d:\d\d:\d\d\.\d{3,6} +\d+ (?=envoy\/)/dy)],
  [definePart('file', /(envoy\/[^\s[\]]{1,200}:\d+)\] /dy)],
  [thread],
  [logger],
];
const layouts = [bracketed, tabbed, stackdriver];
