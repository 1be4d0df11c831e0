import type { FixFacts } from '../../diagnose/advice/fix-facts.js';
import type { FixStep } from '../../diagnose/advice/fix-step.js';
import { listProductSteps, listProductWarnings } from '../../diagnose/advice/gateway-advice.js';
import { describeMeaning } from '../../diagnose/cause.js';
import type { Cause } from '../../diagnose/causes/index.js';
import { type DetectedHint, hintCatalogue } from '../../diagnose/hints/index.js';
import type { RuleOut } from '../../diagnose/rule-outs/index.js';
import type { Product } from '../../parse/decoder.js';
import type { Certainty } from '../../parse/event.js';
import { bold, quote, type RichText, shellCommand } from '../../render/rich-text.js';

/** A step, and how often it helped at this upstream against this cause. */
export type ExperiencedStep = FixStep & {
  readonly helped?: { readonly count: number; readonly answers: number };
};

/** Steps that fix a cause, as far as the facts do not exclude them. Steps of confident hints come first. */
export function listFixSteps(
  cause: Cause,
  product: Product,
  facts: FixFacts,
  hints: readonly DetectedHint[] = [],
): readonly FixStep[] {
  const hintSteps = hints.flatMap(({ certainty, step }) => (certainty === 'guess' ? [] : (step ?? [])));
  return [...hintSteps, ...listProductSteps(cause, product, facts)];
}

/** The first step that changes something; if all of them only inspect, the first step. */
export const findChangingStep = (steps: readonly FixStep[]): FixStep | undefined =>
  steps.find(({ kind }) => kind !== 'look') ?? steps[0];

/** A step as a list item: what to do and, below it, the command. */
export function describeStep(step: ExperiencedStep): RichText {
  const sentence = formatStep(step);
  return step.command === undefined ? [sentence] : [`${sentence}\n`, shellCommand(step.command)];
}

/** A step with what a change does besides, and how to undo it: for lists that people read before they type. */
export function describeWholeStep(step: ExperiencedStep): RichText {
  const effects = describeEffects(step);
  return effects === undefined ? describeStep(step) : [...describeStep(step), `\n${effects}`];
}

/** `Also: uploads are stored on the disk first. Undo: remove the lines, and reload.`; undefined for a step without effects. */
export function describeEffects({
  sideEffect,
  undo,
}: Pick<FixStep, 'sideEffect' | 'undo'>): string | undefined {
  const sentences = [
    ...(sideEffect === undefined ? [] : [`Also: ${sideEffect}`]),
    ...(undo === undefined ? [] : [`Undo: ${undo.replace(/\.$/, '')}.`]),
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** `Reload nginx (helped 3 of 4 times here)`. */
export const formatStep = ({ text, helped }: Pick<ExperiencedStep, 'text' | 'helped'>): string =>
  helped === undefined ? text : `${text} (helped ${helped.count} of ${helped.answers} times here)`;

/** The first sentence of the cause's meaning, with the record's own reason, prefixed with the certainty. */
export function describeCause(
  cause: Cause,
  certainty: Certainty | null,
  { record }: Pick<FixFacts, 'record'>,
): RichText | undefined {
  const { first } = describeMeaning(cause, record);
  if (first === '') return undefined;
  return certainty === null ? [quote(first)] : [{ bold: certaintyLabels[certainty] }, ' ', quote(first)];
}

/** The whole meaning of the cause, with the record's own reason; undefined where it has none. */
export function describeWholeMeaning(
  cause: Cause,
  { record }: Pick<FixFacts, 'record'>,
): RichText | undefined {
  const { first, rest } = describeMeaning(cause, record);
  return first === '' ? undefined : [quote(rest === '' ? first : `${first} ${rest}`)];
}

/** Popular advice that is wrong here, on this product. */
export const describeWarnings = (cause: Cause, product: Product): readonly RichText[] =>
  listProductWarnings(cause, product).map(describeWarning);

/** `Do not` is bold, so that it is not overlooked at night. */
const describeWarning = (advice: string): RichText =>
  advice.startsWith(warningPrefix) ? [{ bold: warningPrefix }, advice.slice(warningPrefix.length)] : [advice];

/** A hint, which refines the cause, with its evidence. */
export const describeHint = (hint: DetectedHint): RichText => [
  bold(formatHintTitle(hint)),
  ` (${hint.certainty}): `,
  quote(hint.why),
];

/** `Ruled out: dead address (connects within 1 ms), one bad peer (both fail)`; undefined if nothing is. */
export function describeRuledOut(ruledOut: readonly RuleOut[], limit = Infinity): RichText | undefined {
  const shown = ruledOut.slice(0, limit).map(({ what, proof }) => `${what} (${proof})`);
  return shown.length === 0 ? undefined : [bold('Ruled out:'), ' ', quote(`${shown.join(', ')}.`)];
}

/** `Looks like one bad peer`. */
const formatHintTitle = ({ id }: DetectedHint): string =>
  `Looks like ${hintCatalogue.find((entry) => entry.id === id)?.title ?? id}`;

const warningPrefix = 'Do not';

const certaintyLabels: Readonly<Record<Certainty, string>> = {
  certain: 'Certain:',
  likely: 'Likely:',
  guess: 'Guess:',
};
