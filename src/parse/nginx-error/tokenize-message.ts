import { createTokenKinds, type Token } from '../shape/token.js';
import { identifyErrno } from './errno.js';
import { classifyTlsError } from './tls-errors.js';

/** Longer messages are cut here: no known one has so many, and a parse must not grow with the input. */
const tokensMax = 32;

const tokenKind = createTokenKinds();
const textKind = tokenKind('text');
const quotedKind = tokenKind('quoted');
const foreignKind = tokenKind('voice');
const luaKind = tokenKind('lua');

/**
 * Turns nginx's message into keys. A word of `vocabulary` is itself; all other words are text, and neighbours among them
 * are one token, so that no wording from outside makes new shapes.
 */
export const tokenizeMessage = (message: string, vocabulary: ReadonlySet<string>): readonly Token[] => {
  const tokens: Token[] = [];
  const add = (token: Token): void => {
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

/** Messages that others than nginx wrote begin like this; of those, only what balancers in Lua say is read on. */
function lexOpener(message: string): Token | undefined {
  const luaPrefix =
    /^(?:stream )?\[(?:lua|kong)\] \S{1,200}:\d{1,6}:?(?: \[[^\]]{1,80}\])?(?: [\w.:~<>/-]{1,80}\(\):)?/.exec(
      message,
    );
  if (luaPrefix) return { kind: luaKind, start: 0, end: luaPrefix[0].length };
  const foreign = /^(?:\[[a-z_ -]{1,40}[\] ]|ModSecurity:|NAXSI_|PHP message:|js: )/i.exec(message);
  return foreign ? { kind: foreignKind, start: 0, end: foreign[0].length } : undefined;
}

/** From one quotation mark to the next that ends a word; to the end when there is none. */
function lexQuoted(message: string, start: number): Token | undefined {
  if (message[start] !== '"') return undefined;
  let end = message.indexOf('"', start + 1);
  while (end >= 0 && !isWordEnd(message, end + 1)) end = message.indexOf('"', end + 1);
  return { kind: quotedKind, start, end: end < 0 ? message.length : end + 1 };
}

/** `(111: Connection refused)` and `(SSL: error:...)`. Either bracket may have been cut off with what was beyond it. */
function lexBracket(message: string, start: number): Token | undefined {
  if (message[start] !== '(' && start > 0) return undefined;
  const head = bracketHead.exec(message.slice(start, start + 10));
  if (head === null || (message[start] !== '(' && !message.includes(')'))) return undefined;
  const inside = start + head[0].length;
  let close = message.indexOf(')', inside);
  while (close >= 0 && !isWordEnd(message, close + 1)) close = message.indexOf(')', close + 1);
  const content = message.slice(inside, close < 0 ? message.length : close);
  const end = close < 0 ? message.length : close + 1;
  if (head[1] === undefined) return { kind: tokenKind('tls', classifyTlsError(content)), start, end };
  return { kind: tokenKind('errno', identifyErrno(Number(head[1]), content)), start, end };
}

const bracketHead = /^\(?(?:(\d{1,5}): ?|SSL: )/;

/** Punctuation is a token of its own only where it ends a word, so that addresses stay whole. */
function lexWord(message: string, start: number, vocabulary: ReadonlySet<string>): Token {
  let end = start;
  while (end < message.length && !isBlank(message.charCodeAt(end))) end += 1;
  if (end - start > 1 && isPunctuation(message.charCodeAt(end - 1))) end -= 1;
  const word = message.slice(start, end);
  const withoutArguments = word.length > 2 && word.endsWith(')') ? word.replace(/\([^()]*\)$/, '()') : word;
  // Who retells a message may begin it like a sentence.
  const lowerCased =
    start === 0 ? word.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()) : withoutArguments;
  const known = [word, withoutArguments, lowerCased].find((candidate) => vocabulary.has(candidate));
  return { kind: known === undefined ? textKind : tokenKind('word', known), start, end };
}

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const isPunctuation = (code: number): boolean => code === 58 || code === 44 || code === 46 || code === 59;
const isWordEnd = (message: string, position: number): boolean =>
  position >= message.length ||
  isBlank(message.charCodeAt(position)) ||
  isPunctuation(message.charCodeAt(position)) ||
  message[position] === ')';
