import { describe, expect, it } from 'vitest';
import { noOutcomes } from '../../src/incidents/failure-counts.js';
import {
  findNotifyReason,
  type NotificationState,
  type NotifyReason,
  notifyReasons,
  shouldBroadcast,
} from '../../src/notify/decide-notification.js';
import {
  makeNotifyContext,
  makePayIncident,
  minutes,
  outageStartedAt,
} from '../support/incident-fixtures.js';

const notified: NotificationState = {
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

describe('a thread reply is broadcast to the channel', () => {
  it.each([
    ['when severity rises from major to critical', 'worsened', 'critical', 1, true],
    ['not when failures grow tenfold at the same severity', 'worsened', 'major', 1, false],
    ['when nobody has acknowledged', 'escalated', 'major', 1, true],
    ['when it reopens after a long quiet period', 'reopened', 'major', 10, true],
    ['not when it flaps', 'reopened', 'major', 9, false],
  ] as const)('%s', (_, reason, severity, later, shown) => {
    expect(shouldBroadcast(reason, { severity }, notified, outageStartedAt + minutes(later))).toBe(shown);
  });

  it('for no other reason', () => {
    const pagingReasons: readonly NotifyReason[] = ['worsened', 'escalated', 'reopened'];
    const otherReasons = notifyReasons.filter((reason) => !pagingReasons.includes(reason));
    expect(
      otherReasons.filter((reason) =>
        shouldBroadcast(reason, { severity: 'critical' }, notified, outageStartedAt + minutes(60)),
      ),
    ).toEqual([]);
  });
});
