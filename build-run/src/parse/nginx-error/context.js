/**
 * nginx writes its fields in this order. A name counts only if it comes later in the order than the previous one and
 * follows the closing mark of a quoted value. Values that clients control come last, so they cannot forge earlier fields.
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
};
/** Fields that only follow others; their names also occur in messages. */
const neverFirstFields = new Set(['peer', 'certificate', 'request_id', 'login']);
const separatorPattern = new RegExp(
  `(?:,\\s*|(?<=")\\s+)(${Object.keys(fieldRanks).join('|')}):(?:\\s+|(?=["\\w])|$)`,
  'g',
);
/**
 * Parses the context field by field. It starts at the first field name that is not quoted in the message; if the message is
 * free text, at the last `client`.
 */
export const parseContext = (record, from, isFreeText) => {
  const searchStart = isFreeText ? Math.max(from, record.lastIndexOf(', client: ')) : from;
  const first = findFirstField(
    record,
    searchStart,
    isFreeText ? () => false : createQuoteTracker(record, from),
  );
  if (first === undefined) return { values: new Map(), start: record.length, isContradicted: false };
  const values = new Map();
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
  values.set(name, parseLastValue(record.slice(position), name));
  return { values, start: first.start, isContradicted };
};
function* findSeparators(record, from) {
  separatorPattern.lastIndex = from;
  for (let match = separatorPattern.exec(record); match !== null; match = separatorPattern.exec(record)) {
    const end = separatorPattern.lastIndex;
    // The pattern matches these names only.
    yield { name: match[1], start: match.index, end };
    separatorPattern.lastIndex = end;
  }
}
/** If every name is quoted, a quotation mark is missing, and the first name counts. */
function findFirstField(record, from, isQuoted) {
  let firstQuoted;
  for (const candidate of findSeparators(record, from)) {
    if (neverFirstFields.has(candidate.name)) continue;
    if (!isQuoted(candidate.start)) return candidate;
    firstQuoted ??= candidate;
  }
  return firstQuoted;
}
/** Returns a function that reports whether a position is within quotation marks. Positions must increase. */
function createQuoteTracker(record, from) {
  let quoteIndex = record.indexOf('"', from);
  let isOpen = false;
  return (position) => {
    for (; quoteIndex >= 0 && quoteIndex < position; quoteIndex = record.indexOf('"', quoteIndex + 1))
      isOpen = !isOpen;
    return isOpen;
  };
}
function isValueClosed(record, start, end) {
  if (record[start] !== '"') return true;
  return end > start + 1 && record[end - 1] === '"';
}
function parseClosedValue(text) {
  const isQuoted = text.startsWith('"');
  return { text: joinWrappedLines(isQuoted ? text.slice(1, -1) : text), isComplete: true };
}
/** A quoted last value ends at a mark that is followed by the end, a line break or another name. */
function parseLastValue(text, name) {
  if (!text.startsWith('"')) {
    const value = stripCutName(text.trimEnd());
    const cut = cutMark.exec(value);
    return cut === null
      ? { text: joinWrappedLines(value), isComplete: true }
      : { text: value.slice(0, cut.index), isComplete: false };
  }
  const close =
    name === 'referrer'
      ? text.lastIndexOf('"')
      : 1 + text.slice(1).search(/"(?=["'`|\s_*]{0,8}(?:$|[,\n]|<\/?[a-z]{1,10}>)|\s+[a-z_]+:)/);
  if (close > 0) return { text: joinWrappedLines(text.slice(1, close)), isComplete: true };
  // Words of the author after a host, which has neither blanks nor quotation marks.
  const host = name === 'host' ? /^"([\w.:[\]-]{1,255})"\s/.exec(text)?.[1] : undefined;
  if (host !== undefined) return { text: host, isComplete: true };
  return { text: joinWrappedLines(text.slice(1)), isComplete: false };
}
/** nano and less mark a line that goes on beyond the screen. */
const cutMark = /(?:\$|>|…|\.{3})$/;
/** Removes a truncated next name, as in `10.0.0.1, ser`, and a table border or quotation mark after it. */
const stripCutName = (text) =>
  text.replace(/\s?[|'`]{1,3}$/, '').replace(/,\s*[a-z]{0,9}(?:\$|>|…|\.{3})?$/, '');
/** Rejoins lines that terminals and mails wrapped: with an indentation between words, without one anywhere. */
const joinWrappedLines = (text) =>
  text.includes('\n') ? text.split('\n').reduce(joinWrappedLine).trim() : text.trim();
const joinWrappedLine = (previous, line) => {
  const isBetweenWords = previous.trimEnd() !== previous || line.trimStart() !== line;
  return isBetweenWords ? `${previous.trimEnd()} ${line.trimStart()}` : previous + line;
};
