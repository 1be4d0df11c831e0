import { quote } from '../../render/rich-text.js';
import { listFixSteps } from './advice.js';
/** The steps of an incident: those that helped before come first. */
export const listIncidentSteps = ({ cause, product, fixFacts, hints, fixRecord }) =>
  orderByExperience(listFixSteps(cause, product, fixFacts, hints), fixRecord);
/**
 * Puts the steps that helped at least twice first, most often first. A look that came first stays among the first two, as
 * it does no harm and may show that it is another fault this time.
 */
export function orderByExperience(steps, { answers, steps: helpful }) {
  const proven = helpful
    .filter(({ count }) => count >= learnedMin)
    .flatMap(({ step, count }) => {
      const known = steps.find(({ text }) => text === step);
      return known === undefined ? [] : [{ ...known, helped: { count, answers } }];
    });
  const rest = steps.filter(({ text }) => !proven.some((step) => step.text === text));
  const [best, ...others] = proven;
  if (best === undefined) return steps;
  const [first, ...later] = rest;
  return first?.kind === 'look' ? [best, first, ...others, ...later] : [best, ...others, ...rest];
}
/** Once may be chance. */
const learnedMin = 2;
/** The answers to choose from: the steps of the incident, and those that name none. */
export function listFixAnswers(summary) {
  const steps = new Set(listIncidentSteps(summary).map(({ text }) => text));
  return [...[...steps].map((step) => ({ type: 'step', step })), { type: 'other' }, { type: 'by-itself' }];
}
/** `“Reload nginx”`, `something else`, `it went away by itself`. */
export function describeFixAnswer(answer) {
  switch (answer.type) {
    case 'step':
      return ['“', quote(answer.step), '”'];
    case 'other':
      return ['something else'];
    case 'by-itself':
      return ['it went away by itself'];
  }
}
