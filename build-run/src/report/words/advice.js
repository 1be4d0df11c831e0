import { listProductSteps, listProductWarnings } from '../../diagnose/advice/gateway-advice.js';
import { describeMeaning } from '../../diagnose/cause.js';
import { hintCatalogue } from '../../diagnose/hints/index.js';
import { bold, quote, shellCommand } from '../../render/rich-text.js';
/** Steps that fix a cause, as far as the facts do not exclude them. Steps of confident hints come first. */
export function listFixSteps(cause, product, facts, hints = []) {
  const hintSteps = hints.flatMap(({ certainty, step }) => (certainty === 'guess' ? [] : (step ?? [])));
  return [...hintSteps, ...listProductSteps(cause, product, facts)];
}
/** The first step that changes something; if all of them only inspect, the first step. */
export const findChangingStep = (steps) => steps.find(({ kind }) => kind !== 'look') ?? steps[0];
/** A step as a list item: what to do and, below it, the command. */
export function describeStep(step) {
  const sentence = formatStep(step);
  return step.command === undefined ? [sentence] : [`${sentence}\n`, shellCommand(step.command)];
}
/** A step with what a change does besides, and how to undo it: for lists that people read before they type. */
export function describeWholeStep(step) {
  const effects = describeEffects(step);
  return effects === undefined ? describeStep(step) : [...describeStep(step), `\n${effects}`];
}
/** `Also: uploads are stored on the disk first. Undo: remove the lines, and reload.`; undefined for a step without effects. */
export function describeEffects({ sideEffect, undo }) {
  const sentences = [
    ...(sideEffect === undefined ? [] : [`Also: ${sideEffect}`]),
    ...(undo === undefined ? [] : [`Undo: ${undo.replace(/\.$/, '')}.`]),
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}
/** `Reload nginx (helped 3 of 4 times here)`. */
export const formatStep = ({ text, helped }) =>
  helped === undefined ? text : `${text} (helped ${helped.count} of ${helped.answers} times here)`;
/** The first sentence of the cause's meaning, with the record's own reason, prefixed with the certainty. */
export function describeCause(cause, certainty, { record }) {
  const { first } = describeMeaning(cause, record);
  if (first === '') return undefined;
  return certainty === null ? [quote(first)] : [{ bold: certaintyLabels[certainty] }, ' ', quote(first)];
}
/** The whole meaning of the cause, with the record's own reason; undefined where it has none. */
export function describeWholeMeaning(cause, { record }) {
  const { first, rest } = describeMeaning(cause, record);
  return first === '' ? undefined : [quote(rest === '' ? first : `${first} ${rest}`)];
}
/** Popular advice that is wrong here, on this product. */
export const describeWarnings = (cause, product) => listProductWarnings(cause, product).map(describeWarning);
/** `Do not` is bold, so that it is not overlooked at night. */
const describeWarning = (advice) =>
  advice.startsWith(warningPrefix) ? [{ bold: warningPrefix }, advice.slice(warningPrefix.length)] : [advice];
/** A hint, which refines the cause, with its evidence. */
export const describeHint = (hint) => [
  bold(formatHintTitle(hint)),
  ` (${hint.certainty}): `,
  quote(hint.why),
];
/** `Ruled out: dead address (connects within 1 ms), one bad peer (both fail)`; undefined if nothing is. */
export function describeRuledOut(ruledOut, limit = Infinity) {
  const shown = ruledOut.slice(0, limit).map(({ what, proof }) => `${what} (${proof})`);
  return shown.length === 0 ? undefined : [bold('Ruled out:'), ' ', quote(`${shown.join(', ')}.`)];
}
/** `Looks like one bad peer`. */
const formatHintTitle = ({ id }) =>
  `Looks like ${hintCatalogue.find((entry) => entry.id === id)?.title ?? id}`;
const warningPrefix = 'Do not';
const certaintyLabels = {
  certain: 'Certain:',
  likely: 'Likely:',
  guess: 'Guess:',
};
