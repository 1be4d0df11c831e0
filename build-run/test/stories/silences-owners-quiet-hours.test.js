import { describe, expect, it } from 'vitest';
import { emptyTrackerState, IncidentTracker } from '../../src/incidents/incident-tracker.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { makeFailure } from '../support/failure-fixtures.js';
import { LogReplay, makeAccessRecord } from '../support/log-lines.js';
import { alertRules, OutageStory } from '../support/outage-story.js';

const hourS = 3_600;
/** From and until: seconds after nine o'clock; null lasts until it is ended. */
const makeSilence = (matcher, from, until) => ({
  id: 1,
  matcher,
  startsAt: nineAm + seconds(from),
  endsAt: until === null ? null : nineAm + seconds(until),
  recurrence: null,
  endsWithDeploy: false,
  by: 'U0123ABCD',
  reason: 'moving to the new machines',
  createdAt: nineAm - minutes(5),
});
describe('a silence', () => {
  const outage = (silences) =>
    new OutageStory({ silences }).addFailures({ fromS: 0, toS: 600, everyS: 2 }).collectNotifications(hourS);
  it.each([
    ['upstream', { type: 'upstream', upstream: 'shop' }],
    ['upstream by a pattern', { type: 'upstream', upstream: 'sh*' }],
    ['cause', { type: 'cause', cause: 'connection-refused' }],
    ['route', { type: 'route', route: '/cart' }],
    ['gateway', { type: 'gateway', gateway: 'nginx-error' }],
    ['whole gateway', { type: 'all' }],
  ])('that matches the %s keeps the channel quiet', (_, matcher) => {
    expect(outage([makeSilence(matcher, 0, null)])).toEqual([]);
  });
  it('that matches another upstream silences nothing', () => {
    expect(outage([makeSilence({ type: 'upstream', upstream: 'shopping' }, 0, null)])[0]).toContain('opened');
  });
  it('takes effect when it begins, and is announced in the thread', () => {
    expect(outage([makeSilence({ type: 'all' }, 300, null)])).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:05:00 line silenced BG-1 shop',
    ]);
  });
  it('is followed by a message when it ends and the upstream still fails', () => {
    expect(outage([makeSilence({ type: 'all' }, 0, 300)])[0]).toBe(
      '09:05:00 message silence-ended BG-1 shop',
    );
  });
  it('that matches one upstream does not silence an incident at two', () => {
    const story = new OutageStory({
      silences: [makeSilence({ type: 'upstream', upstream: 'shop' }, 0, null)],
    });
    story
      .addFailures({ fromS: 0, toS: 60, everyS: 2 })
      .addFailures({ fromS: 1, toS: 60, everyS: 2 }, { upstream: 'pay' });
    expect(story.collectNotifications(60)).toEqual(['09:00:10 message opened BG-1 2 upstreams']);
  });
});
describe('an incident that nobody acknowledges', () => {
  it('is broadcast once more', () => {
    const story = new OutageStory({ policy: { escalateAfterMs: minutes(15) } });
    const notifications = story.addFailures({ fromS: 0, toS: hourS, everyS: 5 }).collectNotifications(hourS);
    expect(notifications.filter((line) => line.includes('escalated'))).toEqual([
      '09:15:20 broadcast escalated BG-1 shop',
    ]);
  });
});
describe('the acknowledgement of an incident that reopens', () => {
  /** An upstream fails, is acknowledged, recovers, and fails again `goneForS` seconds later. Returns the incident. */
  const reopenAfter = (goneForS) => {
    const tracker = new IncidentTracker(emptyTrackerState, alertRules);
    const at = (second) => nineAm + seconds(second);
    const fails = (from) => {
      for (let n = 0; n < 9; n++)
        tracker.track({
          failure: makeFailure({ key: `failure ${from + n}`, at: at(from + n) }),
          previous: null,
        });
    };
    fails(0);
    const [first] = tracker.takeChanged();
    if (first === undefined) throw new Error('no incident opened');
    tracker.replace({ ...first, acknowledgement: { by: 'U1', at: at(20) } });
    tracker.evaluate(at(700));
    fails(700 + goneForS);
    return tracker.takeChanged().at(-1);
  };
  it('is kept if it was resolved for less than ten minutes', () => {
    expect(reopenAfter(300)).toMatchObject({ reopenCount: 1, acknowledgement: { by: 'U1' } });
  });
  it('is dropped if it was resolved for longer', () => {
    expect(reopenAfter(900)).toMatchObject({ reopenCount: 1, acknowledgement: null });
  });
  it('is missed fifteen minutes after the reopening, and not at once', () => {
    const story = new OutageStory({ policy: { escalateAfterMs: minutes(15) } })
      .addFailures({ fromS: 0, toS: 60, everyS: 2 })
      .addFailures({ fromS: 1_500, toS: 3_600, everyS: 2 });
    expect(story.collectNotifications(hourS)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:10:58 line recovered BG-1 shop',
      '09:25:09 broadcast reopened BG-1 shop',
      '09:40:08 broadcast escalated BG-1 shop',
    ]);
  });
});
describe('a changed cause', () => {
  const flapping = (causes, factor) => {
    const story = new OutageStory();
    let fromS = 0;
    for (let round = 0, failures = 5; fromS < 3_000; round++, failures *= factor) {
      story.addFailures(
        { fromS, toS: fromS + failures / 4, everyS: 0.25 },
        { cause: causes[round % 2] ?? causes[0] },
      );
      fromS += Math.max(60, failures / 4 + 1);
    }
    return story.collectNotifications(hourS).filter((line) => line.includes('cause-changed'));
  };
  it('is notified once if the new cause stays ahead', () => {
    const story = new OutageStory()
      .addFailures({ fromS: 0, toS: 20, everyS: 2 }, { cause: 'connection-refused' })
      .addFailures({ fromS: 60, toS: 200, everyS: 2 }, { cause: 'connect-timeout' });
    expect(story.collectNotifications(hourS).filter((line) => line.includes('cause-changed'))).toHaveLength(
      1,
    );
  });
  it.each([
    ['equally often', 1, 0],
    ['more often each time', 1.2, 6],
    ['far more often each time', 1.6, 12],
  ])('has few thread replies if two causes alternate %s', (_, factor, most) => {
    expect(flapping(['connection-refused', 'connect-timeout'], factor).length).toBeLessThanOrEqual(most);
  });
});
describe('an incident that affects one person', () => {
  const asks = (at, status, connection, client) =>
    makeAccessRecord(at, status, [{ peer: '10.0.0.7:8080', status: String(status), ms: 1 }], {
      connection,
      client,
    });
  const other = (n) => `2001:db8:0:${n.toString(16)}::7`;
  const fail = (clients) =>
    Array.from({ length: 100 }, (_, n) =>
      asks(seconds(5) + n * 200, 502, n, clients[n % clients.length] ?? ''),
    );
  /** This many other clients are served, then five failures a second. */
  const severityOf = (others, clients) =>
    new LogReplay()
      .replay([
        ...Array.from({ length: others }, (_, n) => asks(n * 100, 200, 9_000 + n, other(n))),
        ...fail(clients),
      ])
      .summarize(1).incident.severity;
  it.each([
    ['from one address', ['192.0.2.7']],
    ['from many addresses of one network', Array.from({ length: 50 }, (_, n) => `192.0.2.${n}`)],
    ['with a new address each time', Array.from({ length: 100 }, (_, n) => `2001:db8:ff:1::${n + 1}`)],
    ['over IPv4 and IPv6', ['192.0.2.7', '2001:db8:ff:1::1', '2001:db8:ff:1::2']],
  ])('stays minor while many others are served, however often it is asked for: %s', (_, clients) => {
    expect(severityOf(20, clients)).toBe('minor');
  });
  it('is graded as usual if the gateway sees no other client, as behind a load balancer', () => {
    expect(severityOf(0, ['192.0.2.7'])).toBe('critical');
  });
  it('is graded as usual as soon as others are affected', () => {
    expect(severityOf(20, ['192.0.2.7', '198.51.100.7', '203.0.113.7'])).toBe('critical');
  });
  it('is graded as usual where clients of a private network have an address each', () => {
    expect(severityOf(20, ['10.1.1.1', '10.1.1.2', '10.1.1.3'])).toBe('critical');
  });
});
describe('quiet hours', () => {
  const hours = { fromMinute: 8 * 60, toMinute: 9 * 60 + 30 };
  it('delay minor incidents until they end', () => {
    const story = new OutageStory({ policy: { quietHours: hours } }).addFailures({
      fromS: 0,
      toS: hourS,
      everyS: 10,
    });
    expect(story.collectNotifications(hourS)).toEqual(['09:30:00 message opened BG-1 shop']);
  });
  it('never delay a more severe incident', () => {
    const story = new OutageStory({ policy: { quietHours: hours } }).addFailures({
      fromS: 0,
      toS: 60,
      everyS: 0.2,
    });
    expect(story.collectNotifications(60)).toHaveLength(1);
  });
});
