import type { Cause, Step, Subject } from '../../diagnose/cause.js';
import type { DrawnHint } from '../../diagnose/hints/hint.js';
import { hintEntries } from '../../diagnose/hints/index.js';
import type { Family } from '../../parse/decoder.js';
import type { Certainty } from '../../parse/event.js';
import { bold, command, type Phrase, passage } from '../../render/rich-text.js';

/** The steps against a cause, for this gateway and these addresses; what hints are sure of comes first. */
export function stepsAgainst(
  cause: Cause,
  family: Family,
  subject: Subject,
  hints: readonly DrawnHint[] = [],
): readonly Step[] {
  const first = hints.filter(({ certainty }) => certainty !== 'guess').map(({ step }) => step);
  return [...first, ...cause.fixes[family](subject)];
}

/** The first step that changes something instead of looking; where all only look, the first one. */
export const changeAmong = (steps: readonly Step[]): Step | undefined =>
  steps.find(({ say: words }) => !looking.test(words.replace(condition, ''))) ?? steps[0];

/** `If the disk is full, see why` looks, too. */
const condition = /^(?:\w+|(?:If|For|In|On|Where|When|With|At|After|Before)\b[^,:]*)[,:] /;
const looking = /^(?:see|read|ask|find|look|compare|try|test|count|measure|log|follow)\b/i;

/** A step as an item of a list: what to do, and below it what to type. */
export function stepWords({ say: words, type }: Step): Phrase {
  return type === undefined ? [words] : [`${words}\n`, command(type)];
}

/** What the cause means, as one sentence, and how sure we are of it. */
export function causeWords(cause: Cause, certainty: Certainty | null): Phrase | undefined {
  const [sentence = ''] = cause.meaning.split(/(?<=[.!?])\s/, 1);
  if (sentence === '') return undefined;
  return certainty === null ? [sentence] : [{ bold: certaintyWords[certainty] }, ` ${sentence}`];
}

/** The popular advice that is wrong here. Entries begin with `Do not`, which must not be overread at night. */
export const avoidWords = (advice: string): Phrase =>
  advice.startsWith(warning) ? [{ bold: warning }, advice.slice(warning.length)] : [advice];

/** A refinement of the cause, with its evidence. */
export const hintWords = (hint: DrawnHint): Phrase => [
  bold(looksLike(hint)),
  ` (${hint.certainty}): `,
  passage(hint.why),
];

/** `Looks like one bad peer`. */
const looksLike = ({ id }: DrawnHint): string =>
  `Looks like ${hintEntries.find((entry) => entry.id === id)?.title ?? id}`;

const warning = 'Do not';

const certaintyWords: Readonly<Record<Certainty, string>> = {
  certain: 'Certain:',
  likely: 'Likely:',
  guess: 'A guess:',
};
