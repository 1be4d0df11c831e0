/** A stretch of text in one ink. */
export type Run = { readonly text: string; readonly ink: Ink };
export type Ink = 'plain' | 'bold' | 'dim' | 'code' | 'bad' | 'warning' | 'good' | 'neutral';

/** Runs as lines of at most `width` columns, broken at spaces where there are any; further lines begin with `indent`. */
export function wrapped(runs: readonly Run[], width: number, indent = ''): readonly (readonly Run[])[] {
  const lines: Run[][] = [[]];
  let used = 0;
  for (const { text, ink } of runs.flatMap(wordsOf)) {
    for (const piece of columnsOf(text) > width - indent.length
      ? hardWrapped(text, width - indent.length)
      : [text]) {
      if (used + columnsOf(piece.trimEnd()) > width && used > indent.length) {
        lines.push(indent === '' ? [] : [{ text: indent, ink: 'plain' }]);
        used = indent.length;
      }
      lines.at(-1)?.push({ text: piece, ink });
      used += columnsOf(piece);
    }
  }
  return lines.map(joined).filter((line) => line.some(({ text }) => text.trim() !== ''));
}

/** Literal text in pieces of at most `width` columns, broken wherever that is. */
function hardWrapped(text: string, width: number): readonly string[] {
  const pieces = [''];
  let used = 0;
  for (const character of text) {
    const columns = columnsOf(character);
    if (used + columns > width) {
      pieces.push('');
      used = 0;
    }
    pieces.push(`${pieces.pop() ?? ''}${character}`);
    used += columns;
  }
  return pieces;
}

/** Columns that a text takes on a terminal: two for East Asian letters and pictures, none for what combines. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

const combining = /^\p{Mark}$/u;
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u;

/** Words with the spaces behind them; a percent sign stays with its number. */
const wordsOf = ({ text, ink }: Run): Run[] =>
  (text.match(/\s*\S+(?: %\S*)?\s*|\s+/g) ?? []).map((word) => ({ text: word, ink }));

/** Neighbours in one ink as one run. */
function joined(line: readonly Run[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { text, ink } of line) {
    const last = runs.at(-1);
    if (last?.ink === ink) runs.splice(-1, 1, { text: last.text + text, ink });
    else runs.push({ text, ink });
  }
  return runs;
}
