import { expect, it } from 'vitest';
import { Keeper } from '../../src/cli/run/committer.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nine, seconds } from '../support/event-fixtures.js';
import { answered, error, rules, type Written } from '../support/log-lines.js';

const refused = 'connect() failed (111: Connection refused)';
const wall = nine + minutes(600);

/** Reads a log of the morning in pieces, ten hours later, with a look at the clock after each. */
function readLate(written: readonly Written[], piece: number) {
  const store = openStore(':memory:');
  const keeper = new Keeper(store, rules);
  for (let from = 0; from < written.length; from += piece) {
    const lines = written.slice(from, from + piece).map(({ text }, n) => ({
      text,
      place: { file: 'gateway.log', byte: (from + n) * 1_000, line: from + n + 1 },
    }));
    const offset = (from + lines.length) * 1_000;
    const atEnd = from + piece >= written.length;
    keeper.chunk({ position: { ...position, offset, line: from + lines.length }, lines, atEnd }, wall);
    if (!atEnd) keeper.tick(wall);
  }
  const found = store.incidents({ from: nine, to: wall });
  store.close();
  return found;
}

const position = {
  path: 'gateway.log',
  dev: '1',
  ino: '1',
  born: '0',
  head: '',
  tail: '',
  state: 'live',
} as const;

it('an outage that is read hours later is over when its log says so', () => {
  const outage = Array.from({ length: 120 }, (_, n) => error(seconds(n), refused, { n }));
  const good = Array.from({ length: 600 }, (_, n) =>
    answered(seconds(130 + n), '10.0.0.7:8080', { n: 1_000 + n, group: '10.0.0.7:8080' }),
  );
  const [incident, ...more] = readLate([...outage, ...good], 50);
  expect(more).toEqual([]);
  expect(incident).toMatchObject({ reopened: 0, state: { name: 'resolved', proof: 'good-requests' } });
  const resolvedAt = incident?.state.name === 'resolved' ? incident.state.resolvedAt : wall;
  expect(resolvedAt).toBeGreaterThan(nine + seconds(179));
  expect(resolvedAt).toBeLessThan(nine + seconds(240));
});

it('one outage is one incident, in however many pieces it is read', () => {
  const outage = Array.from({ length: 400 }, (_, n) => error(seconds(n * 10), refused, { n }));
  expect(readLate(outage, 30)).toMatchObject([{ number: 1, reopened: 0 }]);
});
