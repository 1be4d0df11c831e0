import { describe, expect, it } from 'vitest';
import { matches } from '../../src/base/wildcard.js';
import type { Failure } from '../../src/diagnose/failure.js';
import { Filing, nothingFiled } from '../../src/incidents/incident-tracker.js';
import { type Reach, severityOf } from '../../src/incidents/severity.js';
import { ownersFrom, ownersOf } from '../../src/notify/owners.js';
import { isQuiet } from '../../src/notify/policy.js';
import type { Silence, SilenceOf } from '../../src/notify/silence.js';
import { failure, minutes, nine, seconds } from '../support/event-fixtures.js';
import { access, World } from '../support/log-lines.js';
import { OutageStory, rules } from '../support/outage-story.js';

const hour = 3_600;

/** From so many seconds after nine until so many. */
const silence = (of: SilenceOf, from: number, until: number | null): Silence => ({
  id: 1,
  of,
  from: nine + seconds(from),
  until: until === null ? null : nine + seconds(until),
  by: 'U0123ABCD',
  reason: 'moving to the new machines',
  createdAt: nine - minutes(5),
});

describe('a silence', () => {
  const outage = (silences: readonly Silence[]) =>
    new OutageStory({ silences }).fails({ from: 0, to: 600, every: 2 }).hears(hour);

  it.each<[string, SilenceOf]>([
    ['upstream', { name: 'upstream', upstream: 'shop' }],
    ['upstreams of a pattern', { name: 'upstream', upstream: 'sh*' }],
    ['cause', { name: 'cause', cause: 'connection-refused' }],
    ['route', { name: 'route', route: '/cart' }],
    ['gateway', { name: 'gateway', gateway: 'nginx-error' }],
    ['everything', { name: 'all' }],
  ])('by %s keeps the channel quiet', (_, of) => {
    expect(outage([silence(of, 0, null)])).toEqual([]);
  });

  it('of something else silences nothing', () => {
    expect(outage([silence({ name: 'upstream', upstream: 'shopping' }, 0, null)])[0]).toContain('opened');
  });

  it('that has yet to begin silences nothing yet, and is told when it does', () => {
    expect(outage([silence({ name: 'all' }, 300, null)])).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:05:00 line silenced BG-1 shop',
    ]);
  });

  it('expires loudly: what still fails then is told', () => {
    expect(outage([silence({ name: 'all' }, 0, 300)])[0]).toBe('09:05:00 message silence-ended BG-1 shop');
  });

  it('of one upstream does not silence an incident of two', () => {
    const story = new OutageStory({ silences: [silence({ name: 'upstream', upstream: 'shop' }, 0, null)] });
    story.fails({ from: 0, to: 60, every: 2 }).fails({ from: 1, to: 60, every: 2 }, { upstream: 'pay' });
    expect(story.hears(60)).toEqual(['09:00:10 message opened BG-1 2 upstreams']);
  });
});

describe('an incident that nobody takes on', () => {
  it('is told to all once more', () => {
    const story = new OutageStory({ manners: { escalateMs: minutes(15) } });
    const heard = story.fails({ from: 0, to: hour, every: 5 }).hears(hour);
    expect(heard.filter((line) => line.includes('escalated'))).toEqual([
      '09:15:20 broadcast escalated BG-1 shop',
    ]);
  });
});

describe('who is on it', () => {
  /** It fails for a while, is well for so long, and fails again; somebody took it on the first time. */
  const back = (goneFor: number) => {
    const filing = new Filing(nothingFiled, rules);
    const at = (second: number) => nine + seconds(second);
    const fails = (from: number) => {
      for (let n = 0; n < 9; n++) filing.file({ failure: failure({ at: at(from + n) }), was: null });
    };
    fails(0);
    const [first] = filing.takeChanged();
    if (first === undefined) throw new Error('it opened');
    filing.replace({ ...first, acknowledged: { by: 'U1', at: at(20) } });
    filing.look(at(700));
    fails(700 + goneFor);
    return filing.takeChanged().at(-1);
  };

  it('still is when it comes back within ten minutes', () => {
    expect(back(300)).toMatchObject({ reopened: 1, acknowledged: { by: 'U1' } });
  });

  it('is asked for again when it was gone for longer', () => {
    expect(back(900)).toMatchObject({ reopened: 1, acknowledged: null });
  });

  it('is called for fifteen minutes after it came back, and not at once', () => {
    const story = new OutageStory({ manners: { escalateMs: minutes(15) } })
      .fails({ from: 0, to: 60, every: 2 })
      .fails({ from: 1_500, to: 3_600, every: 2 });
    expect(story.hears(hour)).toEqual([
      '09:00:09 message opened BG-1 shop',
      '09:10:58 line recovered BG-1 shop',
      '09:25:09 broadcast reopened BG-1 shop',
      '09:40:08 broadcast escalated BG-1 shop',
    ]);
  });
});

describe('a cause', () => {
  const flapping = (causes: readonly [Failure['cause'], Failure['cause']], factor: number) => {
    const story = new OutageStory();
    let from = 0;
    for (let turn = 0, failures = 5; from < 3_000; turn++, failures *= factor) {
      story.fails({ from, to: from + failures / 4, every: 0.25 }, { cause: causes[turn % 2] ?? causes[0] });
      from += Math.max(60, failures / 4 + 1);
    }
    return story.hears(hour).filter((line) => line.includes('cause-changed'));
  };

  it('that is overtaken for good is told', () => {
    const story = new OutageStory()
      .fails({ from: 0, to: 20, every: 2 }, { cause: 'connection-refused' })
      .fails({ from: 60, to: 200, every: 2 }, { cause: 'connect-timeout' });
    expect(story.hears(hour).filter((line) => line.includes('cause-changed'))).toHaveLength(1);
  });

  it.each([
    ['as often', 1, 0],
    ['more often each time', 1.2, 6],
    ['many more each time', 1.6, 12],
  ])('that takes turns with another, %s, has few lines in the thread', (_, factor, most) => {
    expect(flapping(['connection-refused', 'connect-timeout'], factor).length).toBeLessThanOrEqual(most);
  });
});

describe('an incident of one client', () => {
  /** So many others are served, and then come five failures a second. */
  const severityOf = (others: number, clients: readonly string[]) => {
    const asks = (at: number, status: number, n: number, client: string) =>
      access(at, status, [{ peer: '10.0.0.7:8080', status: String(status), ms: 1 }], { n, client });
    const written = [
      ...Array.from({ length: others }, (_, n) => asks(n * 100, 200, 9_000 + n, `198.51.100.${n}`)),
      ...Array.from({ length: 100 }, (_, n) =>
        asks(5_000 + n * 200, 502, n, clients[n % clients.length] ?? ''),
      ),
    ];
    return new World().play(written).facts(1).incident.severity;
  };

  it('stays minor, however often it asks, while many others are served', () => {
    expect(severityOf(20, ['192.0.2.7'])).toBe('minor');
  });

  it('is as grave as any where that is all the gateway sees: a balancer stands in front', () => {
    expect(severityOf(0, ['192.0.2.7'])).toBe('critical');
  });

  it('is one of many as soon as a second one suffers', () => {
    expect(severityOf(20, ['192.0.2.7', '192.0.2.8'])).toBe('critical');
  });
});

describe('quiet hours', () => {
  const hours = { from: 8 * 60, to: 9 * 60 + 30 };

  it('let minor incidents wait for their end', () => {
    const story = new OutageStory({ manners: { quietHours: hours } }).fails({ from: 0, to: hour, every: 10 });
    expect(story.hears(hour)).toEqual(['09:30:00 message opened BG-1 shop']);
  });

  it('never let a grave one wait', () => {
    const story = new OutageStory({ manners: { quietHours: hours } }).fails({
      from: 0,
      to: 60,
      every: 0.2,
    });
    expect(story.hears(60)).toHaveLength(1);
  });

  it.each([
    [22 * 60, 7 * 60, '23:00', true],
    [22 * 60, 7 * 60, '06:59', true],
    [22 * 60, 7 * 60, '07:00', false],
    [12 * 60, 13 * 60, '12:30', true],
    [12 * 60, 13 * 60, '13:00', false],
  ])('from minute %i to minute %i: at %s %s', (from, to, clock, expected) => {
    expect(isQuiet({ from, to }, Date.parse(`2026-11-22T${clock}:00Z`), 'UTC')).toBe(expected);
  });
});

describe('severity', () => {
  it.each<[string, Partial<Reach>, string]>([
    ['a few failures', { perMinute: 8 }, 'minor'],
    ['a great share of nearly no traffic', { perMinute: 3, share: 1 }, 'minor'],
    ['a twentieth of the requests', { perMinute: 10, share: 0.05 }, 'major'],
    ['three upstreams', { upstreams: 3 }, 'major'],
    ['a hundred failures a minute', { perMinute: 100 }, 'major'],
    ['a quarter of the requests', { perMinute: 60, share: 0.25 }, 'critical'],
    ['ten upstreams', { upstreams: 10 }, 'critical'],
    ['a thousand failures a minute', { perMinute: 1_000 }, 'critical'],
  ])('%s: %o is %s', (_, reach, severity) => {
    expect(severityOf({ share: null, perMinute: 0, upstreams: 1, ...reach })).toBe(severity);
  });
});

describe('owners', () => {
  const owners = ownersFrom('payments-*=<@U0123ABCD>, /api/*=S0456EFGH,shop = U0789IJKL') ?? [];

  it('are found by upstream and by route, each once', () => {
    const hit = { upstreams: ['payments-eu', 'payments-us', null], routes: ['/api/pay/:id'] };
    expect(ownersOf(hit, owners)).toEqual([{ id: 'U0123ABCD' }, { id: 'S0456EFGH' }]);
  });

  it('of something else are left alone', () => {
    expect(ownersOf({ upstreams: ['cart'], routes: ['/'] }, owners)).toEqual([]);
  });

  it.each(['payments', 'payments=@someone', '=U0123ABCD', 'a=<!channel>'])('are not read from %j', (text) => {
    expect(ownersFrom(text)).toBeUndefined();
  });
});

it.each([
  ['shop', 'shop', true],
  ['shop', 'shops', false],
  ['shop*', 'shop', true],
  ['*-eu', 'payments-eu', true],
  ['pay*-eu', 'pay-us', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*bb*c', 'abc', false],
  ['ab*ba', 'aba', false],
  ['*', '', true],
])('the pattern %j and the name %j match: %s', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});
