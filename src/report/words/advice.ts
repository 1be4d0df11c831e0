import type { FixStep, FixTarget } from '../../diagnose/cause.js';
import type { Cause } from '../../diagnose/causes/index.js';
import { type DetectedHint, hintCatalogue } from '../../diagnose/hints/index.js';
import type { Product } from '../../parse/decoder.js';
import type { Certainty } from '../../parse/event.js';
import { bold, quote, type RichText, shellCommand } from '../../render/rich-text.js';

/** The steps against a cause, for this gateway and these addresses; what hints are sure of comes first. */
export function listFixSteps(
  cause: Cause,
  product: Product,
  fixTarget: FixTarget,
  hints: readonly DetectedHint[] = [],
): readonly FixStep[] {
  const hintSteps = hints.filter(({ certainty }) => certainty !== 'guess').map(({ step }) => step);
  return [...hintSteps, ...cause.fixes[product](fixTarget)];
}

/** The first step that changes something instead of looking; where all only look, the first one. */
export const findChangingStep = (steps: readonly FixStep[]): FixStep | undefined =>
  steps.find(({ text: words }) => !inspectionPattern.test(words.replace(conditionPattern, ''))) ?? steps[0];

/** `If the disk is full, see why` looks, too. */
const conditionPattern = /^(?:\w+|(?:If|For|In|On|Where|When|With|At|After|Before)\b[^,:]*)[,:] /;
const inspectionPattern = /^(?:see|read|ask|find|look|compare|try|test|count|measure|log|follow)\b/i;

/** A step as an item of a list: what to do, and below it what to type. */
export function describeStep({ text: words, command }: FixStep): RichText {
  return command === undefined ? [words] : [`${words}\n`, shellCommand(command)];
}

/** What the cause means, as one sentence, and how sure we are of it. */
export function describeCause(cause: Cause, certainty: Certainty | null): RichText | undefined {
  const [sentence = ''] = cause.meaning.split(/(?<=[.!?])\s/, 1);
  if (sentence === '') return undefined;
  return certainty === null ? [sentence] : [{ bold: certaintyLabels[certainty] }, ` ${sentence}`];
}

/** The popular advice that is wrong here. Entries begin with `Do not`, which must not be overread at night. */
export const describeWarning = (advice: string): RichText =>
  advice.startsWith(warningPrefix) ? [{ bold: warningPrefix }, advice.slice(warningPrefix.length)] : [advice];

/** A refinement of the cause, with its evidence. */
export const describeHint = (hint: DetectedHint): RichText => [
  bold(formatHintTitle(hint)),
  ` (${hint.certainty}): `,
  quote(hint.why),
];

/** `Looks like one bad peer`. */
const formatHintTitle = ({ id }: DetectedHint): string =>
  `Looks like ${hintCatalogue.find((entry) => entry.id === id)?.title ?? id}`;

const warningPrefix = 'Do not';

const certaintyLabels: Readonly<Record<Certainty, string>> = {
  certain: 'Certain:',
  likely: 'Likely:',
  guess: 'A guess:',
};
