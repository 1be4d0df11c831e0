import { toPatternWords, wildcard } from './line-pattern.js';
/** Creates the finder of patterns. The first that matches counts; numbers and addresses are wildcards in all. */
export function createLocalPatternFinder(patterns) {
  const byLength = new Map();
  for (const entry of patterns) {
    const words = toPatternWords(entry.pattern);
    byLength.set(words.length, [...(byLength.get(words.length) ?? []), { words, entry }]);
  }
  return (line) => {
    const words = toPatternWords(takeFirstLine(line));
    const alike = byLength.get(words.length);
    return alike?.find((candidate) =>
      candidate.words.every((word, index) => matchesWord(word, words[index] ?? '')),
    )?.entry;
  };
}
/** Index of the first word in which a line differs from a pattern, and both words; undefined if it matches. */
export function findDifference(pattern, line) {
  const expected = toPatternWords(pattern);
  const found = toPatternWords(takeFirstLine(line));
  const length = Math.max(expected.length, found.length);
  for (let index = 0; index < length; index += 1) {
    const [wanted, word] = [expected[index], found[index]];
    if (wanted === undefined || word === undefined || !matchesWord(wanted, word))
      return { expected: wanted ?? 'the end', found: word ?? 'the end', word: index + 1 };
  }
  return undefined;
}
/** A wildcard stands for any characters of a word. Each part is searched once, so the time is linear. */
function matchesWord(pattern, word) {
  if (!pattern.includes(wildcard)) return pattern === word;
  const [first = '', ...rest] = pattern.split(wildcard);
  const last = rest.pop() ?? '';
  if (!word.startsWith(first) || !word.endsWith(last) || word.length < first.length + last.length)
    return false;
  let position = first.length;
  for (const part of rest) {
    const index = word.indexOf(part, position);
    if (index < 0) return false;
    position = index + part.length;
  }
  return position <= word.length - last.length;
}
const takeFirstLine = (text) => text.split('\n', 1)[0] ?? '';
/** Applies what was taught to a record that was not read, or whose message is unknown. */
export function applyLocalPatterns(event, record, find) {
  if (event === undefined) {
    const taught = find(record.text);
    return taught && (taught.as === 'noise' ? createNotice(record) : createAttempt(record, taught));
  }
  if (event.type !== 'attempt' || event.finding?.symptom !== 'unexplained') return event;
  const taught = find(event.finding.message) ?? find(record.text);
  if (taught === undefined) return event;
  if (taught.as === 'cause') return { ...event, finding: { ...event.finding, localCause: taught.cause } };
  return toNotice(event);
}
function toNotice(attempt) {
  const { gateway, location, at, source, text, client, server, host, request } = attempt;
  const { upstream, upstreamName, peer, connection, finding } = attempt;
  return {
    ...{ gateway, location, at, source, text, client, server, host, request },
    ...{ upstream, upstreamName, peer, connection },
    type: 'notice',
    kind: 'informational',
    message: finding?.message ?? '',
  };
}
const createNotice = (record) => ({
  ...createBase(record, 'nginx-error'),
  type: 'notice',
  kind: 'informational',
  message: takeFirstLine(record.text).slice(0, messageCharsMax),
  connection: null,
});
/** A line that no decoder accepts names no request: the user says that one has failed. */
const createAttempt = (record, { cause, gateway }) => ({
  ...createBase(record, gateway),
  type: 'attempt',
  finding: {
    symptom: 'unexplained',
    phase: null,
    socket: null,
    certainty: 'likely',
    message: takeFirstLine(record.text).slice(0, messageCharsMax),
    missingFields: [],
    localCause: cause,
  },
  status: null,
  pid: null,
  connection: null,
  subrequest: null,
  isSuspect: false,
});
const messageCharsMax = 300;
const createBase = (record, gateway) => ({
  gateway,
  location: record.location,
  at: record.stampedAt,
  source: record.source,
  text: record.text,
  isTaught: true,
  ...{
    client: null,
    server: null,
    host: null,
    request: null,
    upstream: null,
    upstreamName: null,
    peer: null,
  },
});
