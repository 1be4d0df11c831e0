/** A part of a format string: constant text or a value. */
export type FormatPart = TextPart | ValuePart;
export type TextPart = { readonly type: 'text'; readonly text: string };
/** A variable or operator. `name` is as written; `argument` is the bracketed argument of an Envoy operator, else null. */
export type ValuePart = { readonly type: 'value'; readonly name: string; readonly argument: string | null };

/** An nginx `log_format` statement. The pieces are not joined yet; the first may be `escape=`. */
export type LogFormatStatement = { readonly name: string; readonly pieces: readonly string[] };

/** The parts so far, as a list with the last one first: the grammar appends letter by letter, so appending must not copy. */
type PartChain = { readonly before: PartChain; readonly part: FormatPart } | null;

export const createEmptyChain = (): PartChain => null;
export const appendPart = ([previous, part]: [PartChain, FormatPart]): PartChain => ({
  before: previous,
  part,
});
export const joinLetters = (letters: readonly string[]): string => letters.join('');
export const createTextPart = ([letter]: [string]): TextPart => ({
  type: 'text',
  text: letter === '%%' ? '%' : letter,
});
export const createVariablePart = ([, name]: [string, string]): ValuePart => ({
  type: 'value',
  name,
  argument: null,
});

/** `rest` is `(ARGUMENT)` or `(ARGUMENT):12`: the last bracket ends the argument. */
export const createOperatorPart = ([, name, rest]: [string, string, string]): ValuePart => ({
  type: 'value',
  name,
  argument: rest.startsWith('(') ? rest.slice(1, rest.lastIndexOf(')')) : null,
});

export const createStatement = ([, , , name, pieces]: [
  unknown,
  string,
  unknown,
  string,
  PieceChain,
]): LogFormatStatement => ({
  name,
  pieces: collectInOrder(pieces, ({ text }) => text),
});
export const appendPiece = (
  data: readonly [unknown, string] | readonly [PieceChain, unknown, string],
): PieceChain => (data.length === 2 ? { before: null, text: data[1] } : { before: data[0], text: data[2] });
export const unescapeConfigLetter = ([, letter]: [string, string]): string =>
  configEscapes[letter] ?? (letter === "'" || letter === '"' || letter === '\\' ? letter : `\\${letter}`);

type PieceChain = { readonly before: PieceChain; readonly text: string } | null;
const configEscapes: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

/** Returns the parts in the order of the format, with adjacent text joined. */
export function collectFormatParts(chain: PartChain): readonly FormatPart[] {
  const parts: FormatPart[] = [];
  let text = '';
  for (const part of collectInOrder(chain, (link) => link.part)) {
    if (part.type === 'text') {
      text += part.text;
      continue;
    }
    if (text !== '') parts.push({ type: 'text', text });
    text = '';
    parts.push(part);
  }
  if (text !== '') parts.push({ type: 'text', text });
  return parts;
}

function collectInOrder<Link extends { readonly before: Link | null }, Item>(
  last: Link | null,
  item: (link: Link) => Item,
): readonly Item[] {
  const items: Item[] = [];
  for (let link = last; link !== null; link = link.before) items.push(item(link));
  return items.reverse();
}
