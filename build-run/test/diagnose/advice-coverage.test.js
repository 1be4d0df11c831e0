import { expect, it } from 'vitest';
import { listSaidChanges, unshown } from '../advice-lab/coverage.js';
import { listFaults } from '../advice-lab/faults/index.js';

const said = listSaidChanges();
const typed = listFaults().flatMap(({ changes }) => changes);
const describeStep = ({ step }) => `${step.text} ${step.command ?? ''}`;
it('offers no change for nginx that the lab has not typed, but for those with a reason', () => {
  expect(said.length).toBeGreaterThan(100);
  const untried = said.filter(
    (change) =>
      !typed.some((text) => text.test(change.step.text)) &&
      !unshown.some((entry) => entry.said.test(describeStep(change))),
  );
  expect([...new Set(untried.map((change) => `${change.cause}: ${describeStep(change)}`))]).toEqual([]);
});
it('types no change in the lab that nobody is told', () => {
  // An act, which is no change of a configuration.
  const acts = /reload/;
  expect(
    typed.filter((text) => !acts.test(text.source) && !said.some(({ step }) => text.test(step.text))),
  ).toEqual([]);
});
it('gives no reason for a change that does not exist any more', () => {
  expect(unshown.filter((entry) => !said.some((change) => entry.said.test(describeStep(change))))).toEqual(
    [],
  );
});
