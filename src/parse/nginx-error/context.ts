/** The named values behind the message: `, client: A, server: S, request: "R", ...`. */
export type RecordContext = {
  readonly values: ReadonlyMap<FieldName, FieldValue>;
  /** Where the message ends and the first field begins. */
  readonly start: number;
  /** True when a field name turns up where nginx writes none any more: somebody wrote it into a value. */
  readonly isContradicted: boolean;
};

/** `isWhole` is false when the closing quotation mark is missing: the record was cut in the value. */
export type FieldValue = { readonly text: string; readonly isComplete: boolean };

export type FieldName = keyof typeof fieldRanks;

/**
 * nginx writes its fields in this order. A name counts only if it comes later in the order than the one before it, and
 * behind the closing mark of a quoted value; so the values that clients control, which come last, forge no earlier one.
 */
const fieldRanks = {
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
const neverFirstFields: ReadonlySet<string> = new Set(['peer', 'certificate', 'request_id', 'login']);

const separatorPattern = new RegExp(
  `(?:,\\s*|(?<=")\\s+)(${Object.keys(fieldRanks).join('|')}):(?:\\s+|(?=["\\w])|$)`,
  'g',
);

/**
 * Reads the context field by field. It begins at the first name that is not in a quotation of the message; at the last
 * `client` if the message is free text.
 */
export const parseContext = (record: string, from: number, isFreeText: boolean): RecordContext => {
  const begin = isFreeText ? Math.max(from, record.lastIndexOf(', client: ')) : from;
  const first = findFirstField(record, begin, isFreeText ? () => false : createQuoteTracker(record, from));
  if (first === undefined) return { values: new Map(), start: record.length, isContradicted: false };

  const values = new Map<FieldName, FieldValue>();
  let { name, end: position } = first;
  let isContradicted = isFreeText && record.slice(from, first.start).includes(', client: ');
  for (const next of findSeparators(record, position)) {
    if (fieldRanks[next.name] > fieldRanks[name] && isValueClosed(record, position, next.start)) {
      values.set(name, parseClosedValue(record.slice(position, next.start)));
      name = next.name;
      position = next.end;
    } else {
      isContradicted = true;
    }
  }
  values.set(name, parseLastValue(record.slice(position), name === 'referrer'));
  return { values, start: first.start, isContradicted };
};

type FieldSeparator = { readonly name: FieldName; readonly start: number; readonly end: number };

function* findSeparators(record: string, from: number): Generator<FieldSeparator> {
  separatorPattern.lastIndex = from;
  for (let match = separatorPattern.exec(record); match !== null; match = separatorPattern.exec(record)) {
    const end = separatorPattern.lastIndex;
    // The pattern holds these names and no others.
    yield { name: match[1] as FieldName, start: match.index, end };
    separatorPattern.lastIndex = end;
  }
}

/** When every name stands in a quotation, a mark was lost, and the first one counts after all. */
function findFirstField(
  record: string,
  from: number,
  isQuoted: (at: number) => boolean,
): FieldSeparator | undefined {
  let firstQuoted: FieldSeparator | undefined;
  for (const candidate of findSeparators(record, from)) {
    if (neverFirstFields.has(candidate.name)) continue;
    if (!isQuoted(candidate.start)) return candidate;
    firstQuoted ??= candidate;
  }
  return firstQuoted;
}

/** Tells for rising positions whether an odd number of quotation marks stands before them. */
function createQuoteTracker(record: string, from: number): (position: number) => boolean {
  let quoteIndex = record.indexOf('"', from);
  let isOpen = false;
  return (position) => {
    for (; quoteIndex >= 0 && quoteIndex < position; quoteIndex = record.indexOf('"', quoteIndex + 1))
      isOpen = !isOpen;
    return isOpen;
  };
}

function isValueClosed(record: string, start: number, end: number): boolean {
  if (record[start] !== '"') return true;
  return end > start + 1 && record[end - 1] === '"';
}

function parseClosedValue(text: string): FieldValue {
  const isQuoted = text.startsWith('"');
  return { text: joinWrappedLines(isQuoted ? text.slice(1, -1) : text), isComplete: true };
}

/** The last value ends at a mark that nothing but the end, a line break or the beginning of another name follows. */
function parseLastValue(text: string, isReferrer: boolean): FieldValue {
  if (!text.startsWith('"'))
    return { text: joinWrappedLines(stripCutName(text.trimEnd())), isComplete: true };
  const close = isReferrer
    ? text.lastIndexOf('"')
    : 1 + text.slice(1).search(/"(?=["'`|\s]{0,8}(?:$|[,\n]|<\/?[a-z]{1,10}>)|\s+[a-z_]+:)/);
  if (close > 0) return { text: joinWrappedLines(text.slice(1, close)), isComplete: true };
  return { text: joinWrappedLines(text.slice(1)), isComplete: false };
}

/** `10.0.0.1, ser`: the next name was cut off. A table's border or a mark of who pasted it may follow. */
const stripCutName = (text: string): string =>
  text.replace(/\s?[|'`]{1,3}$/, '').replace(/,\s*[a-z]{0,9}$/, '');

/** Terminals and mails break long lines: with an indentation between words, without one anywhere. */
const joinWrappedLines = (text: string): string =>
  text.includes('\n') ? text.split('\n').reduce(joinWrappedLine).trim() : text.trim();

const joinWrappedLine = (previous: string, line: string): string => {
  const isBetweenWords = previous.trimEnd() !== previous || line.trimStart() !== line;
  return isBetweenWords ? `${previous.trimEnd()} ${line.trimStart()}` : previous + line;
};
