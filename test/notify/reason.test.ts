import { describe, expect, it } from 'vitest';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { deservesBroadcast, type Reason, reasons, reasonToTell, type Told } from '../../src/notify/reason.js';
import { began, incident, minutes, situationOf } from '../support/incident-fixtures.js';

const told: Told = {
  reason: 'still-failing',
  at: began,
  cause: 'connection-refused',
  severity: 'major',
  alarming: 7,
  peers: 1,
  upstreams: 1,
  parts: 0,
  acknowledged: false,
  escalated: false,
  silenced: false,
  resolved: false,
};

it('a message is edited again though the clock stepped back', () => {
  const situation = situationOf(incident({ severity: 'major' }));
  const asked = { ...told, alarming: 100 };
  expect(reasonToTell(situation, asked, began + 29_000)).toBeUndefined();
  expect(reasonToTell(situation, asked, began + 30_000)).toBe('still-failing');
  expect(reasonToTell(situation, asked, began - minutes(60))).toBe('still-failing');
});

it('an outage that turned out to be saved by retries is told once, and then left alone', () => {
  const saved = situationOf(incident({ counts: { ...noOutcomes, 'saved-by-retry': 12 } }));
  expect(reasonToTell(saved, told, began + minutes(5))).toBe('still-failing');
  const none = { ...told, alarming: 0, at: began + minutes(5) };
  expect(reasonToTell(saved, none, began + minutes(5) + 1_000)).toBeUndefined();
  expect(reasonToTell(saved, none, began + minutes(6))).toBeUndefined();
});

describe('a line in the thread is shown to the whole channel', () => {
  it.each([
    ['when it is critical now and was major', 'worsened', 'critical', 1, true],
    ['not when merely ten times as many failed', 'worsened', 'major', 1, false],
    ['when nobody has taken it on', 'escalated', 'major', 1, true],
    ['when it is back after a long quiet', 'reopened', 'major', 10, true],
    ['not when it flaps', 'reopened', 'major', 9, false],
  ] as const)('%s', (_, reason, severity, later, shown) => {
    expect(deservesBroadcast(reason, { severity }, told, began + minutes(later))).toBe(shown);
  });

  it('and for no other reason', () => {
    const loud: readonly Reason[] = ['worsened', 'escalated', 'reopened'];
    const others = reasons.filter((reason) => !loud.includes(reason));
    expect(
      others.filter((reason) =>
        deservesBroadcast(reason, { severity: 'critical' }, told, began + minutes(60)),
      ),
    ).toEqual([]);
  });
});
