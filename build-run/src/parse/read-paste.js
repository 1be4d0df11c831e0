import { decodeRecord } from './decoders.js';
import { unwrapRecord } from './envelope/unwrap.js';
import { isKnownFlag } from './envoy-access/response-flags.js';
import { findNearestFormat } from './find-nearest.js';
/**
 * Reads what people paste: a record as it was logged, else what chats, terminals and browsers made of one. Only for
 * explanations: what is read leniently is never counted, and its certainty is one step lower.
 */
export function readPaste(text, options) {
  const strict = decodeStrictly(text, options);
  if (strict !== undefined && !isUnexplained(strict)) return { event: strict, repairs: [] };
  for (const { text: candidate, repairs } of listCandidates(text.slice(0, pasteCharsMax))) {
    const event = decodeStrictly(candidate, options);
    if (event !== undefined && isFailure(event) && !isUnexplained(event))
      return { event: { ...lowerCertainty(event), text }, repairs };
  }
  if (strict !== undefined) return { event: strict, repairs: [] };
  return { event: undefined, repairs: [], nearest: findNearestFormat(text, options) };
}
/** More is no paste of one record. */
const pasteCharsMax = 16_384;
function decodeStrictly(text, options) {
  const { text: content, stampedAt, source } = unwrapRecord(text);
  const record = { text: content, location: { file: '-', byte: 0, line: 1 }, stampedAt, source };
  return decodeRecord(record, options);
}
const isFailure = (event) => (event.type === 'attempt' || event.type === 'request') && event.finding !== null;
/** Words around a record hide what it says. */
const isUnexplained = (event) =>
  (event.type === 'attempt' || event.type === 'request') && event.finding?.symptom === 'unexplained';
function lowerCertainty(event) {
  if (event.type !== 'attempt' && event.type !== 'request') return event;
  if (event.finding === null) return event;
  const finding = { ...event.finding, certainty: lowerCertainties[event.finding.certainty] };
  return event.type === 'attempt' ? { ...event, finding } : { ...event, finding };
}
const lowerCertainties = {
  certain: 'likely',
  likely: 'guess',
  guess: 'guess',
};
/** Readings in the order of how little they change. Each is tried once, so the work is linear in the text. */
function* listCandidates(text) {
  const plain = removeMarks(text);
  const marks = plain === text.trim() ? [] : ['marks of a chat or page removed'];
  if (marks.length > 0) yield { text: plain, repairs: marks };
  if (plain.includes('\n')) {
    const lines = plain
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const joined = [...marks, `${lines.length} lines joined`];
    yield { text: lines.join(''), repairs: joined };
    yield { text: lines.join(' '), repairs: joined };
    for (const line of lines) yield { text: line, repairs: [...marks, 'one of its lines read'] };
  }
  const flat = plain.replace(/\s+/g, ' ');
  const answer = findEnvoyAnswer(flat);
  if (answer !== undefined) yield { text: answer, repairs: ['the answer of Envoy found in it'] };
  const head = findNginxRecord(flat);
  if (head !== undefined) yield { text: head, repairs: [...marks, 'the words before the record left out'] };
  const row = findStatusAndFlags(flat);
  if (row !== undefined) yield { text: row, repairs: ['read as a row with a status and response flags'] };
}
/** Colours, invisible characters, quotation marks of other alphabets, entities, Markdown, borders of tables and quotes. */
function removeMarks(text) {
  return text
    .replace(ansiPattern, '')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/[“”„‟«»＂]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[–—−]/g, '-')
    .replace(/&(?:quot|#34|amp|lt|gt|#39|apos|nbsp);/g, (entity) => entities.get(entity) ?? entity)
    .replace(/<(?:br ?\/?|\/?(?:p|pre|code|span|div|b|i|em|strong)(?: [^<>]{0,80})?)>/g, ' ')
    .split('\n')
    .map(removeLineMarks)
    .join('\n')
    .trim();
}
const ansiPattern = /\u001b\[[\d;]{0,16}[A-Za-z]/g;
const entities = new Map([
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&#39;', "'"],
  ['&apos;', "'"],
  ['&nbsp;', ' '],
]);
const removeLineMarks = (line) =>
  line
    .replace(/^(?:\s{0,8}(?:>|\||[-*+•]|\d{1,5}[:.)]|```\w{0,12}|[$#%])(?=\s|$|\d{4}\/|\*\*|`)\s?){1,4}/, '')
    .replace(/(\*\*|__|~~|`{1,3})(?=\S)([^\n]{1,4000}?)(?<=\S)\1/g, '$2')
    .trimEnd()
    .replace(/(?:\||`{1,3})$/, '')
    .trimEnd();
/** The sentences that Envoy answers with, as browsers and curl show them, with whatever is glued behind. */
function findEnvoyAnswer(text) {
  const reset =
    /upstream connect error or disconnect\/reset before headers\. (?:retried and the latest )?reset reason: /.exec(
      text,
    );
  if (reset !== null) {
    const rest = text.slice(reset.index + reset[0].length);
    const reason = resetReasons.find((candidate) => rest.toLowerCase().startsWith(candidate));
    if (reason === undefined) return undefined;
    const transport = /^, transport failure reason: ([^"<>%]{1,300}?)(?:[%"<]|\S{1,64}@\S{1,64}:|$)/.exec(
      rest.slice(reason.length),
    )?.[1];
    return `${reset[0]}${reason}${transport === undefined ? '' : `, transport failure reason: ${transport.trim()}`}`;
  }
  const sentence = answers.find(({ pattern }) => pattern.test(text));
  return sentence === undefined ? undefined : JSON.stringify(sentence.record);
}
/** Longer ones first, as a prompt may be glued behind a shorter one. */
const resetReasons = [
  'remote refused stream reset',
  'local refused stream reset',
  'remote connection failure',
  'local connection failure',
  'connection termination',
  'connection failure',
  'connection timeout',
  'protocol error',
  'remote reset',
  'local reset',
  'overflow',
];
const answers = [
  {
    pattern: /(?:^|["\s>])no healthy upstream(?:$|["%<]|\.?$|\s[*<>$#%]|[\w-]{1,32}@[\w.-]{1,64}:)/,
    record: { response_code: 503, response_flags: 'UH', response_code_details: 'no_healthy_upstream' },
  },
  {
    pattern: /(?:^|["\s>])upstream request timeout(?:$|["%<]|\.?$|\s[*<>$#%]|[\w-]{1,32}@[\w.-]{1,64}:)/,
    record: { response_code: 504, response_flags: 'UT', response_code_details: 'upstream_response_timeout' },
  },
];
/** Messages that only nginx writes, at any place of the text. */
function findNginxRecord(text) {
  const start = nginxMessage.exec(text)?.index;
  if (start === undefined || start === 0) return undefined;
  const record = text.slice(start);
  return /while (?:connecting|reading|sending|SSL|resolving)|upstream|resolved/.test(record)
    ? record
    : undefined;
}
const nginxMessage =
  /\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[[a-z]{4,6}\]|\b(?:connect\(\) |recv\(\) failed|writev?\(\) failed|send\(\) failed|readv\(\) failed|upstream (?:timed out|prematurely closed|sent |server temporarily)|no live upstreams|SSL_do_handshake\(\)|peer closed connection in SSL|host not found in upstream|no resolver defined to resolve)/;
/** `503 | UO`, `504 UT`: all capitals behind the status are flags of Envoy. */
function findStatusAndFlags(text) {
  if (text.length > rowCharsMax) return undefined;
  const [, status, flags] =
    /(?<![\d.:])([1-5]\d\d|0)[\s|,;"']{1,12}([A-Z]{2,5}(?:,[A-Z]{2,5}){0,4})(?![A-Za-z\d])/.exec(text) ?? [];
  if (status === undefined || flags === undefined || !flags.split(',').every(isKnownFlag)) return undefined;
  return JSON.stringify({ response_code: Number(status), response_flags: flags });
}
const rowCharsMax = 200;
