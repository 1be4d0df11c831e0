/** A format string taken apart: text that stands in every line, and what is filled in. */
export type Part = Text | Slot;
export type Text = { readonly kind: 'text'; readonly text: string };
/** A variable or operator. `name` is as written; `argument` is what an Envoy operator has in brackets, else null. */
export type Slot = { readonly kind: 'slot'; readonly name: string; readonly argument: string | null };

/** nginx's `log_format` statement: the pieces are still to be joined, and the first may be `escape=`. */
export type Statement = { readonly name: string; readonly pieces: readonly string[] };

/** The parts so far, last one first: appending must not copy, since grammars go letter by letter. */
type Chain = { readonly before: Chain; readonly part: Part } | null;

export const nothing = (): Chain => null;
export const append = ([before, part]: [Chain, Part]): Chain => ({ before, part });
export const joined = (letters: readonly string[]): string => letters.join('');
export const textPart = ([letter]: [string]): Text => ({
  kind: 'text',
  text: letter === '%%' ? '%' : letter,
});
export const variablePart = ([, name]: [string, string]): Slot => ({ kind: 'slot', name, argument: null });

/** `(ARGUMENT)` or `(ARGUMENT):12` was read as one text: the last bracket ends the argument. */
export const operatorPart = ([, name, rest]: [string, string, string]): Slot => ({
  kind: 'slot',
  name,
  argument: rest.startsWith('(') ? rest.slice(1, rest.lastIndexOf(')')) : null,
});

export const statement = ([, , , name, pieces]: [unknown, string, unknown, string, Pieces]): Statement => ({
  name,
  pieces: inOrder(pieces, ({ text }) => text),
});
export const piece = (data: readonly [unknown, string] | readonly [Pieces, unknown, string]): Pieces =>
  data.length === 2 ? { before: null, text: data[1] } : { before: data[0], text: data[2] };
export const unescaped = ([, letter]: [string, string]): string =>
  configEscapes[letter] ?? (letter === "'" || letter === '"' || letter === '\\' ? letter : `\\${letter}`);

type Pieces = { readonly before: Pieces; readonly text: string } | null;
const configEscapes: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };

/** The parts in the order of the format, neighbouring text joined. */
export function partsOf(chain: Chain): readonly Part[] {
  const parts: Part[] = [];
  let text = '';
  for (const part of inOrder(chain, (link) => link.part)) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(part);
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}

function inOrder<Link extends { readonly before: Link | null }, Item>(
  last: Link | null,
  item: (link: Link) => Item,
): readonly Item[] {
  const items: Item[] = [];
  for (let link = last; link !== null; link = link.before) items.push(item(link));
  return items.reverse();
}
