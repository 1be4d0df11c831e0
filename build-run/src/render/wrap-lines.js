import { eastAsianWidth } from 'get-east-asian-width';
/** Wraps runs into lines of at most `width` columns, at spaces if possible. Continuation lines begin with `indent`. */
export function wrapLines(runs, width, indent = '') {
  const lines = [[]];
  let columnsUsed = 0;
  for (const { text, style } of runs.flatMap(splitWords)) {
    for (const fragment of countColumns(text) > width - indent.length
      ? breakText(text, width - indent.length)
      : [text]) {
      if (columnsUsed + countColumns(fragment.trimEnd()) > width && columnsUsed > indent.length) {
        lines.push(indent === '' ? [] : [{ text: indent, style: 'plain' }]);
        columnsUsed = indent.length;
      }
      lines.at(-1)?.push({ text: fragment, style });
      columnsUsed += countColumns(fragment);
    }
  }
  return lines.map(mergeRuns).filter((line) => line.some(({ text }) => text.trim() !== ''));
}
/** Breaks a text into fragments of at most `width` columns, at any character. */
function breakText(text, width) {
  const fragments = [''];
  let columnsUsed = 0;
  for (const character of text) {
    const columns = countColumns(character);
    if (columnsUsed + columns > width) {
      fragments.push('');
      columnsUsed = 0;
    }
    fragments.push(`${fragments.pop() ?? ''}${character}`);
    columnsUsed += columns;
  }
  return fragments;
}
/** The number of terminal columns of a text: two for East Asian characters and emoji, none for combining marks. */
export function countColumns(text) {
  if (printableAscii.test(text)) return text.length;
  let columns = 0;
  for (const character of text)
    columns += combiningMark.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
  return columns;
}
const printableAscii = /^[ -~]*$/;
const combiningMark = /^[\p{Nonspacing_Mark}\p{Enclosing_Mark}]$/u;
/** Splits a run into words, each with the spaces after it. A percent sign stays with its number. */
const splitWords = ({ text, style }) =>
  (text.match(/\s*\S+(?: %\S*)?\s*|\s+/g) ?? []).map((word) => ({ text: word, style }));
/** Merges adjacent runs of one style. */
function mergeRuns(line) {
  const runs = [];
  for (const { text, style } of line) {
    const last = runs.at(-1);
    if (last?.style === style) runs.splice(-1, 1, { text: last.text + text, style });
    else runs.push({ text, style });
  }
  return runs;
}
