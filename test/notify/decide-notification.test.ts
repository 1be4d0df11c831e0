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

it('a message is edited again though the clock stepped back', () => {
  const context = makeNotifyContext(makePayIncident({ severity: 'major' }));
  const asked = { ...notified, clientImpacting: 100 };
  expect(findNotifyReason(context, asked, outageStartedAt + 29_000)).toBeUndefined();
  expect(findNotifyReason(context, asked, outageStartedAt + 30_000)).toBe('still-failing');
  expect(findNotifyReason(context, asked, outageStartedAt - minutes(60))).toBe('still-failing');
});

it('an outage that turned out to be saved by retries is told once, and then left alone', () => {
  const saved = makeNotifyContext(makePayIncident({ outcomes: { ...noOutcomes, 'saved-by-retry': 12 } }));
  expect(findNotifyReason(saved, notified, outageStartedAt + minutes(5))).toBe('still-failing');
  const none = { ...notified, clientImpacting: 0, notifiedAt: outageStartedAt + minutes(5) };
  expect(findNotifyReason(saved, none, outageStartedAt + minutes(5) + 1_000)).toBeUndefined();
  expect(findNotifyReason(saved, none, outageStartedAt + minutes(6))).toBeUndefined();
});

describe('a line in the thread is shown to the whole channel', () => {
  it.each([
    ['when it is critical now and was major', 'worsened', 'critical', 1, true],
    ['not when merely ten times as many failed', 'worsened', 'major', 1, false],
    ['when nobody has taken it on', 'escalated', 'major', 1, true],
    ['when it is back after a long quiet', 'reopened', 'major', 10, true],
    ['not when it flaps', 'reopened', 'major', 9, false],
  ] as const)('%s', (_, reason, severity, later, shown) => {
    expect(shouldBroadcast(reason, { severity }, notified, outageStartedAt + minutes(later))).toBe(shown);
  });

  it('and for no other reason', () => {
    const pagingReasons: readonly NotifyReason[] = ['worsened', 'escalated', 'reopened'];
    const otherReasons = notifyReasons.filter((reason) => !pagingReasons.includes(reason));
    expect(
      otherReasons.filter((reason) =>
        shouldBroadcast(reason, { severity: 'critical' }, notified, outageStartedAt + minutes(60)),
      ),
    ).toEqual([]);
  });
});
