/**
 * The fields of a record that was printed one a line, as log viewers show it: `response_code | 503`. Undefined when any
 * line is none.
 */
export function fieldTable(text: string): Readonly<Record<string, string>> | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < linesMin) return undefined;
  const pairs: [string, string][] = [];
  for (const line of lines) {
    const [, key, value] = /^([\w:@.-]{1,64})\s{0,64}[|:=](.*)$/.exec(line.trim()) ?? [];
    if (key === undefined || value === undefined) return undefined;
    pairs.push([key, value.trim()]);
  }
  return Object.fromEntries(pairs);
}

/** One line that looks like `key: value` is nothing special. */
const linesMin = 3;
