/**
 * Parses a record printed with one field per line, as log viewers show it: `response_code | 503`. Undefined if any line is
 * not a field.
 */
export function parseFieldTable(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < linesMin) return undefined;
  const pairs = [];
  for (const line of lines) {
    const [, key, value] = /^([\w:@.-]{1,64})\s{0,64}[|:=](.*)$/.exec(line.trim()) ?? [];
    if (key === undefined || value === undefined) return undefined;
    pairs.push([key, value.trim()]);
  }
  return Object.fromEntries(pairs);
}
/** Fewer lines like `key: value` prove nothing. */
const linesMin = 3;
/** Parses a record of `key=value` pairs on one line, optionally after a bracketed time. */
export function parseFieldPairs(line) {
  const time = /^\[(\d{4}-[^\]\s]{1,40})\] /.exec(line);
  const pairs = time?.[1] === undefined ? [] : [['start_time', time[1]]];
  const pair = /[\s,]{0,4}([A-Za-z][\w:.-]{0,63})=(?:"([^"]*)"|([^\s",]*))/y;
  pair.lastIndex = time?.[0].length ?? 0;
  for (let match = pair.exec(line); match !== null && pairs.length < pairsMax; match = pair.exec(line)) {
    const [, key = '', quoted, bare = ''] = match;
    pairs.push([key, quoted ?? bare]);
  }
  return pairs.length < linesMin ? undefined : Object.fromEntries(pairs);
}
/** More than any format writes. */
const pairsMax = 64;
