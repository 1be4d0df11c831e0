import { describe, expect, it } from 'vitest';
import { act, change, look } from '../../src/diagnose/advice/fix-step.js';
import { formatStep } from '../../src/report/words/advice.js';
import { orderByExperience } from '../../src/report/words/fix-answer.js';

const see = look('gateway', 'See what listens');
const read = look('upstream', 'Read the log of the app');
const raise = change('gateway', 'Raise the limit');
const restart = act('upstream', 'Restart the app');
const steps = [see, read, raise, restart];
describe('the order of steps', () => {
  it.each([
    [
      'stays as it is while nothing is known',
      { answers: 0, steps: [] },
      ['See what listens', 'Read the log of the app', 'Raise the limit', 'Restart the app'],
    ],
    [
      'learns nothing from a single answer',
      { answers: 1, steps: [{ step: restart.text, count: 1 }] },
      ['See what listens', 'Read the log of the app', 'Raise the limit', 'Restart the app'],
    ],
    [
      'begins with what helped twice, and still looks second',
      { answers: 4, steps: [{ step: restart.text, count: 3 }] },
      [
        'Restart the app (helped 3 of 4 times here)',
        'See what listens',
        'Read the log of the app',
        'Raise the limit',
      ],
    ],
    [
      'keeps the look among the first two, whatever helped',
      {
        answers: 9,
        steps: [
          { step: restart.text, count: 5 },
          { step: raise.text, count: 4 },
        ],
      },
      [
        'Restart the app (helped 5 of 9 times here)',
        'See what listens',
        'Raise the limit (helped 4 of 9 times here)',
        'Read the log of the app',
      ],
    ],
    [
      'leaves out a step that the record excludes this time',
      { answers: 4, steps: [{ step: 'Reload nginx', count: 4 }] },
      ['See what listens', 'Read the log of the app', 'Raise the limit', 'Restart the app'],
    ],
    [
      'counts a look as any other',
      { answers: 2, steps: [{ step: see.text, count: 2 }] },
      [
        'See what listens (helped 2 of 2 times here)',
        'Read the log of the app',
        'Raise the limit',
        'Restart the app',
      ],
    ],
  ])('%s', (_, record, expected) =>
    expect(orderByExperience(steps, record).map(formatStep)).toEqual(expected),
  );
});
