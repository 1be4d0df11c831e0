import { keyring, type Token } from '../shape/token.js';
import { errnoName } from './errno.js';
import { tlsVerdict } from './tls-errors.js';

/** Longer messages are cut here: no known one has so many, and a parse must not grow with the input. */
const tokensMax = 32;

const key = keyring();
const text = key('text');
const quoted = key('quoted');
const voice = key('voice');
const lua = key('lua');

/**
 * Turns nginx's message into keys. A word of `vocabulary` is itself; all other words are text, and neighbours among them
 * are one token, so that no wording from outside makes new shapes.
 */
export const lexMessage = (message: string, vocabulary: ReadonlySet<string>): readonly Token[] => {
  const tokens: Token[] = [];
  const add = (token: Token): void => {
    const last = tokens.at(-1);
    if (token.key === text && last?.key === text) tokens[tokens.length - 1] = { ...last, end: token.end };
    else tokens.push(token);
  };

  let at = 0;
  const opener = lexOpener(message);
  if (opener !== undefined) {
    add(opener);
    at = opener.end;
  }
  while (tokens.length < tokensMax) {
    while (isBlank(message.charCodeAt(at))) at += 1;
    if (at >= message.length) break;
    const token = lexQuoted(message, at) ?? lexBracket(message, at) ?? lexWord(message, at, vocabulary);
    add(token);
    at = token.end;
  }
  return tokens;
};

/** Messages that others than nginx wrote begin like this; of those, only what balancers in Lua say is read on. */
function lexOpener(message: string): Token | undefined {
  const script =
    /^(?:stream )?\[(?:lua|kong)\] \S{1,200}:\d{1,6}:?(?: \[[^\]]{1,80}\])?(?: [\w.:~<>/-]{1,80}\(\):)?/.exec(
      message,
    );
  if (script) return { key: lua, start: 0, end: script[0].length };
  const other = /^(?:\[[a-z_ -]{1,40}[\] ]|ModSecurity:|NAXSI_|PHP message:|js: )/i.exec(message);
  return other ? { key: voice, start: 0, end: other[0].length } : undefined;
}

/** From one quotation mark to the next that ends a word; to the end when there is none. */
function lexQuoted(message: string, start: number): Token | undefined {
  if (message[start] !== '"') return undefined;
  let end = message.indexOf('"', start + 1);
  while (end >= 0 && !isWordEnd(message, end + 1)) end = message.indexOf('"', end + 1);
  return { key: quoted, start, end: end < 0 ? message.length : end + 1 };
}

/** `(111: Connection refused)` and `(SSL: error:...)`. Either bracket may have been cut off with what was beyond it. */
function lexBracket(message: string, start: number): Token | undefined {
  if (message[start] !== '(' && start > 0) return undefined;
  const head = bracketHead.exec(message.slice(start, start + 10));
  if (head === null || (message[start] !== '(' && !message.includes(')'))) return undefined;
  const inside = start + head[0].length;
  let close = message.indexOf(')', inside);
  while (close >= 0 && !isWordEnd(message, close + 1)) close = message.indexOf(')', close + 1);
  const words = message.slice(inside, close < 0 ? message.length : close);
  const end = close < 0 ? message.length : close + 1;
  if (head[1] === undefined) return { key: key('tls', tlsVerdict(words)), start, end };
  return { key: key('errno', errnoName(Number(head[1]), words)), start, end };
}

const bracketHead = /^\(?(?:(\d{1,5}): ?|SSL: )/;

/** Punctuation is a token of its own only where it ends a word, so that addresses stay whole. */
function lexWord(message: string, start: number, vocabulary: ReadonlySet<string>): Token {
  let end = start;
  while (end < message.length && !isBlank(message.charCodeAt(end))) end += 1;
  if (end - start > 1 && isMark(message.charCodeAt(end - 1))) end -= 1;
  const word = message.slice(start, end);
  const bare = word.length > 2 && word.endsWith(')') ? word.replace(/\([^()]*\)$/, '()') : word;
  // Who retells a message may begin it like a sentence.
  const spoken = start === 0 ? word.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()) : bare;
  const known = [word, bare, spoken].find((each) => vocabulary.has(each));
  return { key: known === undefined ? text : key('word', known), start, end };
}

const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const isMark = (code: number): boolean => code === 58 || code === 44 || code === 46 || code === 59;
const isWordEnd = (message: string, at: number): boolean =>
  at >= message.length ||
  isBlank(message.charCodeAt(at)) ||
  isMark(message.charCodeAt(at)) ||
  message[at] === ')';
