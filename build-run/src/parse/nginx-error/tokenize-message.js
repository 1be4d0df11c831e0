import { createTokenKinds } from '../shape/token.js';
import { identifyErrno } from './errno.js';
import { classifyTlsError } from './tls-errors.js';

/** Maximum tokens of a message. No known message has more, and the parse must not grow with the input. */
const tokensMax = 32;
const tokenKind = createTokenKinds();
const textKind = tokenKind('text');
const quotedKind = tokenKind('quoted');
const foreignKind = tokenKind('foreign');
const luaKind = tokenKind('lua');
/** What the text of a script's message shows; its words are free, so the grammar cannot. */
const scriptKinds = [
  // APISIX: the route has no upstream, or one that does not exist
  {
    kind: tokenKind('luaUnconfigured'),
    pattern: /: (?:missing upstream configuration|failed to find upstream by id|invalid upstream)/,
  },
  // Error code 3 of DNS, in the words of lua-resty-dns
  {
    kind: tokenKind('luaNameError'),
    pattern: /DNS server for .{1,255}(?:code: 3\b|name error)/,
  },
  {
    kind: tokenKind('luaEmptyGroup'),
    pattern: /: no (?:peers?|upstreams?|servers?|nodes?|targets?) available/,
  },
];
const abortedKind = tokenKind('luaAborted');
const phaseAbortedKind = tokenKind('luaPhaseAborted');
const filterFailedKind = tokenKind('luaFilterFailed');
/**
 * Splits nginx's message into tokens. A word of `vocabulary` is a token of its own; adjacent other words are one text
 * token, so text from outside creates no new shapes.
 */
export const tokenizeMessage = (message, vocabulary) => {
  const tokens = [];
  const add = (token) => {
    const last = tokens.at(-1);
    if (token.kind === textKind && last?.kind === textKind)
      tokens[tokens.length - 1] = { ...last, end: token.end };
    else tokens.push(token);
  };
  let position = 0;
  const opener = lexOpener(message);
  if (opener !== undefined) {
    add(opener);
    position = opener.end;
  }
  while (tokens.length < tokensMax) {
    while (isBlank(message.charCodeAt(position))) position += 1;
    if (position >= message.length) break;
    const token =
      lexQuoted(message, position) ?? lexBracket(message, position) ?? lexWord(message, position, vocabulary);
    add(token);
    position = token.end;
  }
  return tokens;
};
/** Matches the start of messages from scripts and modules. Of those, only messages of Lua balancers are read further. */
function lexOpener(message) {
  const luaPrefix =
    /^(?:stream )?\[(?:lua|kong)\] \S{1,200}:\d{1,6}:?(?: \[[^\]]{1,80}\])?(?: [\w.:~<>/-]{1,80}\(\):)?/.exec(
      message,
    );
  if (luaPrefix) {
    const end = luaPrefix[0].length;
    const text = message.slice(end, end + scriptCharsMax);
    const kind = scriptKinds.find(({ pattern }) => pattern.test(`:${text}`))?.kind ?? luaKind;
    return { kind, start: 0, end };
  }
  const aborted = lexAborted(message);
  if (aborted) return aborted;
  const foreign = /^(?:\[[a-z_ -]{1,40}[\] ]|ModSecurity:|NAXSI_|PHP message:|js: )/i.exec(message);
  return foreign ? { kind: foreignKind, start: 0, end: foreign[0].length } : undefined;
}
/**
 * A script that aborted. In the content phase it is the application itself, and in the log phase or a timer nobody waits
 * for it; anywhere else the gateway answers 500 and asks no upstream.
 */
function lexAborted(message) {
  const opener = abortedPattern.exec(message);
  if (opener === null) return undefined;
  const text = message.slice(0, scriptCharsMax);
  const filter = opener[1];
  const kind =
    harmlessScript.test(text) || (filter !== undefined && harmlessScript.test(filter))
      ? foreignKind
      : filter !== undefined
        ? /^(?:header|body)_filter/.test(filter)
          ? filterFailedKind
          : phaseAbortedKind
        : scriptPhase.test(text)
          ? phaseAbortedKind
          : abortedKind;
  return { kind, start: 0, end: opener[0].length };
}
/** `failed to run balancer_by_lua*` has a rule of its own; those of TLS and start have no request. */
const abortedPattern =
  /^(?:lua entry thread aborted: |failed to run ((?:rewrite|access|set|server_rewrite|header_filter|body_filter|log)_by_lua)\*?:?)/;
const harmlessScript =
  /(?:content|log|init|init_worker|exit_worker)_by_lua|while logging request|context: ngx\.timer/;
const scriptPhase = /(?:rewrite|access|server_rewrite|precontent|set|header_filter|body_filter)_by_lua/;
/** No message of a script is read further. */
const scriptCharsMax = 4_000;
/** From a quotation mark to the next one that ends a word, else to the end. */
function lexQuoted(message, start) {
  if (message[start] !== '"') return undefined;
  let end = message.indexOf('"', start + 1);
  while (end >= 0 && !isWordEnd(message, end + 1)) end = message.indexOf('"', end + 1);
  return { kind: quotedKind, start, end: end < 0 ? message.length : end + 1 };
}
/** `(111: Connection refused)` and `(SSL: error:...)`. Either end may be truncated, including its bracket. */
function lexBracket(message, start) {
  if (message[start] !== '(' && start > 0) return undefined;
  const opening = bracketOpening.exec(message.slice(start, start + 10));
  if (opening === null || (message[start] !== '(' && !message.includes(')'))) return undefined;
  const inside = start + opening[0].length;
  let close = message.indexOf(')', inside);
  while (close >= 0 && !isWordEnd(message, close + 1)) close = message.indexOf(')', close + 1);
  const content = message.slice(inside, close < 0 ? message.length : close);
  const end = close < 0 ? message.length : close + 1;
  if (opening[1] === undefined) return { kind: tokenKind('tls', classifyTlsError(content)), start, end };
  return { kind: tokenKind('errno', identifyErrno(Number(opening[1]), content)), start, end };
}
const bracketOpening = /^\(?(?:(\d{1,5}): ?|SSL: )/;
/** Punctuation is a separate token only at the end of a word, so addresses stay in one piece. */
function lexWord(message, start, vocabulary) {
  let end = start;
  while (end < message.length && !isBlank(message.charCodeAt(end))) end += 1;
  if (end - start > 1 && isPunctuation(message.charCodeAt(end - 1))) end -= 1;
  const word = message.slice(start, end);
  const withoutArguments = word.length > 2 && word.endsWith(')') ? word.replace(/\([^()]*\)$/, '()') : word;
  // A pasted message may start with a capital letter.
  const lowerCased =
    start === 0 ? word.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()) : withoutArguments;
  const known = [word, withoutArguments, lowerCased].find((candidate) => vocabulary.has(candidate));
  return { kind: known === undefined ? textKind : tokenKind('word', known), start, end };
}
const isBlank = (code) => code === 32 || (code >= 9 && code <= 13);
const isPunctuation = (code) => code === 58 || code === 44 || code === 46 || code === 59;
const isWordEnd = (message, position) =>
  position >= message.length ||
  isBlank(message.charCodeAt(position)) ||
  isPunctuation(message.charCodeAt(position)) ||
  message[position] === ')';
