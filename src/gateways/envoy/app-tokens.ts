import type { Token } from './token-parser.js';

/**
 * The tokens of a record in Envoy's application log: marks and words of its head, and all the rest as one. The text of a
 * record that has no such head gives none.
 */
export function appTokens(text: string): readonly Token[] {
  if (text.startsWith('[')) return bracketTokens(text);
  if (text.includes('\t')) return tabTokens(text);
  return /^\d/.test(text) ? tabTokens(withTabs(text)) : plainTokens(text);
}

function bracketTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (let groups = 0; groups < groupsMax && text[at] === '['; groups += 1) {
    const end = text.indexOf(']', at);
    if (end === -1 || end - at > groupCharsMax) return [];
    tokens.push(mark('['), word(text.slice(at + 1, end)), mark(']'));
    at = end + 1;
  }
  if (text[at] !== ' ') return [];
  tokens.push(mark(' '));
  return [...tokens, ...sourceTokens(text.slice(at + 1))];
}

/** `[file:line] message`, `file:line] message` of old releases, or the message alone. */
function sourceTokens(rest: string): readonly Token[] {
  const [all = '', open, place] = /^(\[)?([^\s[\]]{1,200}:\d+)\] /.exec(rest) ?? [];
  if (place === undefined) return [textToken(rest)];
  const source = [...(open ? [mark('[')] : []), { type: 'place', value: place }, mark(']'), mark(' ')];
  return [...source, textToken(rest.slice(all.length))];
}

/** Terminals and pages turn tabs into blanks. */
const withTabs = (text: string) =>
  text.replace(/^(\S+Z) +([a-z]+) +(envoy \w+(?: \S+:\d+)?) +/, '$1\t$2\t$3\t');

function tabTokens(text: string): readonly Token[] {
  const [time = '', level = '', scope = '', ...rest] = text.split('\t');
  const head = [word(time), mark('\t'), word(level), mark('\t')];
  if (rest.length === 0) return [...head, textToken(scope)];
  const [, logger, place] = /^envoy (\S+)(?: (\S+:\d+))?$/.exec(scope) ?? [];
  if (logger === undefined) {
    const name: Token = { type: 'name', value: scope };
    return /^\S+$/.test(scope)
      ? [...head, name, mark('\t'), textToken(rest.join('\t'))]
      : [...head, textToken([scope, ...rest].join('\t'))];
  }
  const thread = /^thread=\d+$/.test(rest.at(-1) ?? '') ? rest.pop() : undefined;
  return [
    ...head,
    { type: 'envoy', value: 'envoy' },
    mark(' '),
    { type: 'name', value: logger },
    ...(place === undefined ? [] : [mark(' '), { type: 'place', value: place }]),
    mark('\t'),
    textToken(rest.join('\t')),
    ...(thread === undefined ? [] : [mark('\t'), { type: 'thread', value: thread }]),
  ];
}

function plainTokens(text: string): readonly Token[] {
  const [all, stamp, thread, place, id, logger] =
    /^([TDIWECO]\d{4} \d\d:\d\d:\d\d\.\d{3,6}) +(\d+) (envoy\/[^\s[\]]+:\d+)\] \[(\d+)\]\[([\w.]+)\]/.exec(
      text.slice(0, 400),
    ) ?? [];
  if (all === undefined || !stamp || !thread || !place || !id || !logger) return [];
  return [
    { type: 'stamp', value: stamp },
    mark(' '),
    { type: 'number', value: thread },
    mark(' '),
    { type: 'place', value: place },
    mark(']'),
    mark(' '),
    mark('['),
    { type: 'number', value: id },
    mark(']'),
    mark('['),
    { type: 'name', value: logger },
    mark(']'),
    textToken(text.slice(all.length)),
  ];
}

const mark = (value: string): Token => ({ type: 'mark', value });
const textToken = (value: string): Token => ({ type: 'text', value });
const word = (value: string): Token => ({ type: kindOf(value), value });

function kindOf(value: string): string {
  if (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[.,]\d{3,9}Z?$/.test(value)) return 'time';
  if (/^\d+$/.test(value)) return 'number';
  return levels.has(value) ? 'level' : 'name';
}

const levels = new Set(['trace', 'debug', 'info', 'warning', 'warn', 'error', 'critical', 'fatal', 'off']);
/** Time, thread, level and logger. */
const groupsMax = 4;
const groupCharsMax = 64;
