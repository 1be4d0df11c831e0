import { describe, expect, it } from 'vitest';
import type { Letter } from '../../src/notify/outbox.js';
import { survey } from '../../src/notify/plan-notification.js';
import { plainManners } from '../../src/notify/policy.js';
import { beginReading, closeReading, readLines } from '../../src/parse/parse-lines.js';
import { Digest } from '../../src/pipeline/pipeline.js';
import { terminalText } from '../../src/render/terminal.js';
import { factsOf } from '../../src/report/summary/incident.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { minutes, nine, seconds } from '../support/event-fixtures.js';
import { error, rules, type Written } from '../support/log-lines.js';

/** Two dozen services whose names cannot be looked up for three minutes; each is asked every few seconds. */
const resolverOutage = Array.from({ length: 20 }, (_, service) =>
  Array.from({ length: 30 }, (_, i) => unresolved(service, seconds(service + i * (4 + (service % 3))))),
).flat();

describe('an outage of the resolver, from the log to the letters', () => {
  const { store, letters } = live(resolverOutage, []);

  it('is one message that lists what it hits', () => {
    const messages = letters.filter(({ what }) => what.name === 'incident');
    expect(new Set(messages.map(({ what }) => what.name === 'incident' && what.incident)).size).toBe(1);
    expect(messages.at(-1)?.message.text).toContain(
      '20 upstreams: service-0.internal, service-1.internal, service-2.internal and 17 more.',
    );
  });

  it('says little in the thread', () => {
    const lines = letters.filter(({ what }) => what.name === 'thread');
    expect(lines.map(({ what }) => what.name === 'thread' && what.reason)).toEqual(['spread', 'recovered']);
    expect(wordsOf(lines[0])).toContain('Spread. 20 upstreams now.');
    expect(wordsOf(lines[0])).toContain('service-0.internal: 17 failures');
    expect(wordsOf(lines[0])).toContain('and 15 more upstreams: ask top 50 upstreams BG-1');
  });

  it('reads the same after restarts', () => {
    const textsOf = (all: readonly Draft[]) => all.map(({ message }) => message.text);
    expect(textsOf(live(resolverOutage, [20, 61, 100]).letters)).toEqual(textsOf(letters));
  });

  it('finds every failure under the one incident', () => {
    const [incident] = store.incidents({ from: nine, to: nine + minutes(60) });
    expect(incident && store.failures(incident, 1_000)).toHaveLength(resolverOutage.length);
    expect(incident && store.timeline(incident.id).map(({ what }) => what.name)).toEqual([
      'opened',
      'worsened',
      'spread',
      'recovered',
    ]);
  });
});

it('of more upstreams than are counted one by one says so, and counts all failures', () => {
  const written = Array.from({ length: 320 }, (_, service) =>
    [0, 1, 2].map((i) => unresolved(service, seconds(1 + i * 4) + service)),
  ).flat();
  const { letters, store } = live(written, [], 3);
  const told = JSON.stringify(letters.findLast(({ what }) => what.name === 'incident'));
  expect(told).toContain('300 or more upstreams');
  expect(told).toContain('960');
  expect(told).toContain('statuses, routes and chart: of 300 of its upstreams');
  const [incident] = store.incidents({ from: nine, to: nine + minutes(60) });
  expect(incident && factsOf(incident, store, nine + minutes(20)).byStatus).toEqual({ 502: 3 * 300 });
});

it('points from an incident that turned out to be a part of another to that one, and back', () => {
  const refused = (from: number, peer: string) =>
    Array.from({ length: 60 }, (_, i) =>
      error(seconds(from + i * 2), 'connect() failed (111: Connection refused)', {
        peer,
        n: from * 1_000 + i,
      }),
    );
  const { letters } = live(
    [...refused(0, '10.0.0.7:8001'), ...refused(70, '10.0.9.9:8002'), ...refused(75, '10.0.0.7:8003')],
    [],
    5,
  );
  const lastOf = (incident: number) =>
    wordsOf(letters.findLast(({ what }) => what.name === 'incident' && what.incident === incident));
  expect(lastOf(2)).toContain('One fault with BG-1, which goes on for both: see there.');
  expect(lastOf(1)).toContain('Speaks for BG-2 as well: one fault.');
  const lines = letters.filter(({ what }) => what.name === 'thread').map(wordsOf);
  expect(lines.join('\n')).toContain('Speaks now for BG-2 as well: one fault, 3 upstreams.');
  expect(lines[0]).toContain('Merged into BG-1: both are one fault, and it goes on there.');
});

/** What people read of it, whatever the markup. */
const wordsOf = (letter: Draft | undefined): string =>
  letter === undefined ? '' : terminalText(letter.message, { width: 1_000, colour: false });

type Draft = Pick<Letter, 'what' | 'message'>;

/** Lives through what was written, second by second; at those seconds the program is started anew. */
function live(
  written: readonly Written[],
  restarts: readonly number[],
  untilMinutes = 15,
): { store: Store; letters: readonly Draft[] } {
  const store = openStore(':memory:');
  const letters: Draft[] = [];
  let digest = new Digest(store.restore(), rules);
  for (let second = 0; second < untilMinutes * 60; second++) {
    const now = nine + seconds(second);
    if (restarts.includes(second)) digest = new Digest(store.restore(), rules);
    const due = written.filter(({ at }) => at >= seconds(second) && at < seconds(second + 1));
    const batch = due.length === 0 ? digest.tick(now) : digest.events(eventsOf(due, now), now);
    if (batch !== null) store.commit(batch, now);
    const scene = {
      ledger: store,
      told: (incident: number) => store.told(incident),
      silences: [],
      manners: plainManners,
      now,
      zone: 'UTC',
    };
    const incidents = store.incidents({ from: nine, to: now + 1 });
    const decisions = incidents.flatMap((incident) => survey(incident, scene) ?? []);
    store.decide(decisions, [], now);
    letters.push(...decisions.flatMap((decision) => decision.letters));
  }
  return { store, letters };
}

function eventsOf(written: readonly Written[], now: number) {
  const lines = written.map(({ at, text }) => ({
    text,
    place: { file: 'error.log', byte: Number(text.split('*')[1]?.split(' ')[0]), line: at },
  }));
  const dialect = rules.dialectOf('error.log');
  const read = readLines(beginReading, lines, dialect, now);
  return [...read.events, ...closeReading(read.reading, dialect, now).events];
}

function unresolved(service: number, at: number): Written {
  const { text } = error(at, '', { n: service * 1_000 + at });
  const head = text.slice(0, text.indexOf('  while'));
  return {
    at,
    text: `${head} service-${service}.internal could not be resolved (110: Operation timed out), client: 192.0.2.7, server: shop.example, request: "GET /cart HTTP/1.1", host: "shop.example"`,
  };
}
