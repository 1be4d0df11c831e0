/** The named values behind the message: `, client: A, server: S, request: "R", ...`. */
export type Context = {
  readonly values: ReadonlyMap<FieldName, Value>;
  /** Where the message ends and the first field begins. */
  readonly start: number;
  /** True when a field name turns up where nginx writes none any more: somebody wrote it into a value. */
  readonly contradicted: boolean;
};

/** `isWhole` is false when the closing quotation mark is missing: the record was cut in the value. */
export type Value = { readonly text: string; readonly isWhole: boolean };

export type FieldName = keyof typeof ranks;

/**
 * nginx writes its fields in this order. A name counts only if it comes later in the order than the one before it, and
 * behind the closing mark of a quoted value; so the values that clients control, which come last, forge no earlier one.
 */
const ranks = {
  context: 0,
  resolver: 1,
  responder: 1,
  'udp client': 1,
  client: 1,
  peer: 2,
  server: 2,
  certificate: 3,
  request: 3,
  subrequest: 4,
  login: 4,
  upstream: 5,
  host: 6,
  'bytes from/to client': 6,
  referrer: 7,
  'bytes from/to upstream': 7,
  request_id: 8,
} as const;

/** These stand behind others only, and are words of messages too. */
const neverFirst: ReadonlySet<string> = new Set(['peer', 'certificate', 'request_id', 'login']);

const separator = new RegExp(
  `(?:,\\s*|(?<=")\\s+)(${Object.keys(ranks).join('|')}):(?:\\s+|(?=["\\w])|$)`,
  'g',
);

/**
 * Reads the context field by field. It begins at the first name that is not in a quotation of the message; at the last
 * `client` if the message is free text.
 */
export const readContext = (record: string, from: number, isFreeText: boolean): Context => {
  const begin = isFreeText ? Math.max(from, record.lastIndexOf(', client: ')) : from;
  const first = firstField(record, begin, isFreeText ? () => false : quotation(record, from));
  if (first === undefined) return { values: new Map(), start: record.length, contradicted: false };

  const values = new Map<FieldName, Value>();
  let { name, end: at } = first;
  let contradicted = isFreeText && record.slice(from, first.start).includes(', client: ');
  for (const next of separatorsFrom(record, at)) {
    if (ranks[next.name] > ranks[name] && isClosed(record, at, next.start)) {
      values.set(name, closedValue(record.slice(at, next.start)));
      name = next.name;
      at = next.end;
    } else {
      contradicted = true;
    }
  }
  values.set(name, lastValue(record.slice(at), name === 'referrer'));
  return { values, start: first.start, contradicted };
};

type Separator = { readonly name: FieldName; readonly start: number; readonly end: number };

function* separatorsFrom(record: string, from: number): Generator<Separator> {
  separator.lastIndex = from;
  for (let match = separator.exec(record); match !== null; match = separator.exec(record)) {
    const end = separator.lastIndex;
    // The pattern holds these names and no others.
    yield { name: match[1] as FieldName, start: match.index, end };
    separator.lastIndex = end;
  }
}

/** When every name stands in a quotation, a mark was lost, and the first one counts after all. */
function firstField(record: string, from: number, isQuoted: (at: number) => boolean): Separator | undefined {
  let quoted: Separator | undefined;
  for (const candidate of separatorsFrom(record, from)) {
    if (neverFirst.has(candidate.name)) continue;
    if (!isQuoted(candidate.start)) return candidate;
    quoted ??= candidate;
  }
  return quoted;
}

/** Tells for rising positions whether an odd number of quotation marks stands before them. */
function quotation(record: string, from: number): (at: number) => boolean {
  let mark = record.indexOf('"', from);
  let isOpen = false;
  return (at) => {
    for (; mark >= 0 && mark < at; mark = record.indexOf('"', mark + 1)) isOpen = !isOpen;
    return isOpen;
  };
}

function isClosed(record: string, start: number, end: number): boolean {
  if (record[start] !== '"') return true;
  return end > start + 1 && record[end - 1] === '"';
}

function closedValue(text: string): Value {
  const isQuoted = text.startsWith('"');
  return { text: unwrapped(isQuoted ? text.slice(1, -1) : text), isWhole: true };
}

/** The last value ends at a mark that nothing but the end, a line break or the beginning of another name follows. */
function lastValue(text: string, isReferrer: boolean): Value {
  if (!text.startsWith('"')) return { text: unwrapped(withoutCutName(text.trimEnd())), isWhole: true };
  const close = isReferrer
    ? text.lastIndexOf('"')
    : 1 + text.slice(1).search(/"(?=["'`|\s]{0,8}(?:$|[,\n]|<\/?[a-z]{1,10}>)|\s+[a-z_]+:)/);
  if (close > 0) return { text: unwrapped(text.slice(1, close)), isWhole: true };
  return { text: unwrapped(text.slice(1)), isWhole: false };
}

/** `10.0.0.1, ser`: the next name was cut off. A table's border or a mark of who pasted it may follow. */
const withoutCutName = (text: string): string =>
  text.replace(/\s?[|'`]{1,3}$/, '').replace(/,\s*[a-z]{0,9}$/, '');

/** Terminals and mails break long lines: with an indentation between words, without one anywhere. */
const unwrapped = (text: string): string =>
  text.includes('\n') ? text.split('\n').reduce(unbroken).trim() : text.trim();

const unbroken = (before: string, line: string): string => {
  const isBetweenWords = before.trimEnd() !== before || line.trimStart() !== line;
  return isBetweenWords ? `${before.trimEnd()} ${line.trimStart()}` : before + line;
};
