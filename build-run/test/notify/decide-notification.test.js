import { describe, expect, it } from 'vitest';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import { countClientImpacting } from '../../src/incidents/incident.js';
import {
  callsOwners,
  findNotifyReason,
  notifyReasons,
  shouldBroadcast,
} from '../../src/notify/decide-notification.js';
import {
  makeNotifyContext,
  makePayIncident,
  minutes,
  outageStartedAt,
} from '../support/incident-fixtures.js';

const notified = {
  reason: 'still-failing',
  notifiedAt: outageStartedAt,
  cause: 'connection-refused',
  severity: 'major',
  clientImpacting: 7,
  peerCount: 1,
  upstreamCount: 1,
  absorbedCount: 0,
  isAcknowledged: false,
  isEscalated: false,
  areOwnersCalled: true,
  isSilenced: false,
  isResolved: false,
};
it('edits a message even after the clock stepped back', () => {
  const context = makeNotifyContext(makePayIncident({ severity: 'major' }));
  const shown = { ...notified, clientImpacting: 100 };
  expect(findNotifyReason(context, shown, outageStartedAt + 29_000)).toBeUndefined();
  expect(findNotifyReason(context, shown, outageStartedAt + 30_000)).toBe('still-failing');
  expect(findNotifyReason(context, shown, outageStartedAt - minutes(60))).toBe('still-failing');
});
it('edits the message once when every failure turns out to be saved by retries', () => {
  const saved = makeNotifyContext(makePayIncident({ outcomes: { ...noOutcomes, 'saved-by-retry': 12 } }));
  expect(findNotifyReason(saved, notified, outageStartedAt + minutes(5))).toBe('still-failing');
  const none = { ...notified, clientImpacting: 0, notifiedAt: outageStartedAt + minutes(5) };
  expect(findNotifyReason(saved, none, outageStartedAt + minutes(5) + 1_000)).toBeUndefined();
  expect(findNotifyReason(saved, none, outageStartedAt + minutes(6))).toBeUndefined();
});
describe('the owners', () => {
  const minor = { ...notified, severity: 'minor', areOwnersCalled: false };
  const reasonFor = (severity, previous, later, hasOwners = true) =>
    findNotifyReason(
      { ...makeNotifyContext(makePayIncident({ severity })), escalateAfterMs: minutes(15), hasOwners },
      { ...previous, clientImpacting: countClientImpacting(makePayIncident()) },
      outageStartedAt + later,
    );
  it('are called as soon as a minor incident is worse, also when it is young or was edited since', () => {
    expect(reasonFor('major', minor, 1_000)).toBe('worsened');
    expect(reasonFor('major', { ...minor, severity: 'major' }, 1_000)).toBe('worsened');
    expect(callsOwners('major', minor)).toBe(true);
    expect(
      shouldBroadcast('worsened', { severity: 'major' }, { ...minor, severity: 'major' }, outageStartedAt),
    ).toBe(true);
  });
  it('are called once', () => {
    expect(reasonFor('major', { ...minor, severity: 'major', areOwnersCalled: true }, 1_000)).toBeUndefined();
  });
  it('are never called for a minor incident, however long nobody acknowledges it', () => {
    expect(callsOwners('minor', undefined)).toBe(false);
    expect(reasonFor('minor', minor, minutes(60))).not.toBe('escalated');
    expect(reasonFor('major', { ...notified, areOwnersCalled: true }, minutes(60))).toBe('escalated');
  });
  it('who do not exist make no message', () => {
    expect(reasonFor('major', { ...minor, severity: 'major' }, 1_000, false)).toBeUndefined();
  });
});
describe('a thread reply is broadcast to the channel', () => {
  it.each([
    ['when severity rises from major to critical', 'worsened', 'critical', 1, true],
    ['not when failures grow tenfold at the same severity', 'worsened', 'major', 1, false],
    ['when nobody has acknowledged', 'escalated', 'major', 1, true],
    ['when it reopens after a long quiet period', 'reopened', 'major', 10, true],
    ['not when it flaps', 'reopened', 'major', 9, false],
  ])('%s', (_, reason, severity, later, shown) => {
    expect(shouldBroadcast(reason, { severity }, notified, outageStartedAt + minutes(later))).toBe(shown);
  });
  it('for no other reason', () => {
    const pagingReasons = ['worsened', 'escalated', 'reopened'];
    const otherReasons = notifyReasons.filter((reason) => !pagingReasons.includes(reason));
    expect(
      otherReasons.filter((reason) =>
        shouldBroadcast(reason, { severity: 'critical' }, notified, outageStartedAt + minutes(60)),
      ),
    ).toEqual([]);
  });
});
