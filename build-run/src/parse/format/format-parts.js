export const createEmptyChain = () => null;
export const appendPart = ([previous, part]) => ({
  before: previous,
  part,
});
export const joinLetters = (letters) => letters.join('');
export const createTextPart = ([letter]) => ({
  type: 'text',
  text: letter === '%%' ? '%' : letter,
});
export const createVariablePart = ([, name]) => ({
  type: 'value',
  name,
  argument: null,
});
/** `rest` is `(ARGUMENT)` or `(ARGUMENT):12`: the last bracket ends the argument. */
export const createOperatorPart = ([, name, rest]) => ({
  type: 'value',
  name,
  argument: rest.startsWith('(') ? rest.slice(1, rest.lastIndexOf(')')) : null,
});
export const createStatement = ([, , , name, pieces]) => ({
  name,
  pieces: collectInOrder(pieces, ({ text }) => text),
});
export const appendPiece = (data) =>
  data.length === 2 ? { before: null, text: data[1] } : { before: data[0], text: data[2] };
export const unescapeConfigLetter = ([, letter]) =>
  configEscapes[letter] ?? (letter === "'" || letter === '"' || letter === '\\' ? letter : `\\${letter}`);
const configEscapes = { t: '\t', r: '\r', n: '\n' };
/** Returns the parts in the order of the format, with adjacent text joined. */
export function collectFormatParts(chain) {
  const parts = [];
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
function collectInOrder(last, item) {
  const items = [];
  for (let link = last; link !== null; link = link.before) items.push(item(link));
  return items.reverse();
}
