import { describe, expect, it } from 'vitest';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { type LogRecord, LogReplay, makeAccessRecord, makeErrorRecord } from '../support/log-lines.js';

const peers = ['10.0.0.7:8080', '10.0.0.8:8080'] as const;

/** A line whose connection took a millisecond to open. */
const connected = ({ text, ...record }: LogRecord): LogRecord => ({
  ...record,
  text: text.replace(/"uct":"[^"]*"/, '"uct":"0.001"'),
});
const pick = (at: number) => peers[(at / 250) % 2] ?? peers[0];
const answer = (path: string, at: number, ms: number): readonly LogRecord[] => [
  connected(
    makeAccessRecord(at, 200, [{ peer: pick(at), status: '200', ms, header: true }], {
      path,
      connection: at + path.length,
    }),
  ),
];
const hang = (path: string, at: number): readonly LogRecord[] => [
  {
    ...makeErrorRecord(
      at - 1,
      'upstream timed out (110: Connection timed out) while reading response header from upstream,',
      { path, peer: pick(at), connection: at + path.length },
    ),
  },
  connected(
    makeAccessRecord(at, 504, [{ peer: pick(at), status: '504', ms: 10_000 }], {
      path,
      connection: at + path.length,
    }),
  ),
];
/** The message has its phase already. */
const withoutPhase = ({ text, ...record }: LogRecord): LogRecord => ({
  ...record,
  text: text.replace(', while connecting to upstream,', ','),
});

/** Four requests a second for each path, from `fromS` until before `toS`. */
const repeat = (fromS: number, toS: number, make: (at: number) => readonly LogRecord[]) =>
  Array.from({ length: (toS - fromS) * 4 }, (_, index) => make(seconds(fromS) + index * 250))
    .flat()
    .map(withoutPhase);

const replay = (usualMs: number) =>
  new LogReplay().replay([
    ...repeat(0, 900, (at) => answer('/cart', at, 20)),
    ...repeat(0, 600, (at) => answer('/report', at, usualMs)),
    ...repeat(600, 900, (at) => hang('/report', at)),
  ]);

describe('one route of two peers stalls', () => {
  const told = replay(80);
  const why = told.renderWhy(1, nineAm + seconds(900)).replace(/\n +/g, ' ');

  it('what the logs exclude is said, and by what', () => {
    expect(why).toContain('Ruled out: dead address (connects within 1 ms), whole upstream (other routes:');
    expect(why).toContain('one bad peer (both fail)');
  });

  it('a longer limit is no step, as the route was fast', () => {
    expect(why).toMatch(
      /Looks like a sudden stall \(certain\): 99 % of \d[\d,]* answers of \/report took at most/,
    );
    expect(why).not.toContain('proxy_read_timeout 180s');
  });

  it('nobody is sent to find out which route it is', () => {
    expect(why).not.toContain('Check whether one route is slow');
  });

  it('the message shows two of them at most, in one line', () => {
    const line = told
      .renderAlert(1, nineAm + seconds(900))
      .split('\n')
      .filter((text) => text.includes('Ruled out:'));
    expect(line).toHaveLength(1);
    expect(line[0]).not.toContain('one bad peer');
  });
});

it('a route that is slow by nature may get a longer limit', () => {
  const why = replay(7_000).renderWhy(1, nineAm + seconds(900));
  expect(why).toContain('proxy_read_timeout 180s');
  expect(why).not.toContain('sudden stall');
});

it('a few requests that were slow all along are no stall', () => {
  const slow = (at: number) => (at % 10_000 === 0 ? hang('/report', at) : answer('/report', at, 80));
  const why = new LogReplay()
    .replay([...repeat(0, 600, (at) => answer('/report', at, 80)), ...repeat(600, 900, slow)])
    .renderWhy(1, nineAm + seconds(900));
  expect(why).toContain('proxy_read_timeout 180s');
  expect(why).not.toContain('sudden stall');
});

it('after a restart it is not known what was usual, and nothing is said of it', () => {
  const why = new LogReplay()
    .replay(repeat(0, 600, (at) => answer('/report', at, 80)))
    .restart()
    .replay(repeat(600, 900, (at) => hang('/report', at)))
    .renderWhy(1, nineAm + seconds(900));
  expect(why).toContain('proxy_read_timeout 180s');
  expect(why).not.toContain('sudden stall');
  expect(why).toContain('Not known: how long it took before.');
});

it('a header that is too big: the limit in force, and what good answers had', () => {
  const overflow = (at: number): readonly LogRecord[] => [
    makeErrorRecord(at - 1, 'upstream sent too big header while reading response header from upstream,', {
      path: '/report',
      connection: at + 7,
    }),
    connected(
      makeAccessRecord(at, 502, [{ peer: peers[0], status: '502', ms: 30 }], {
        path: '/report',
        connection: at + 7,
      }),
    ),
  ];
  const receive = (records: readonly LogRecord[], bytes: number) =>
    records.map(({ text, ...record }) => ({
      ...record,
      text: text.replace(/"ubr":"\d+"/, `"ubr":"${bytes}"`),
    }));
  const why = new LogReplay()
    .replay([
      ...receive(
        repeat(0, 600, (at) => answer('/report', at, 80)),
        3_991,
      ),
      ...receive(repeat(600, 660, overflow), 4_096),
    ])
    .renderWhy(1, nineAm + seconds(660))
    .replace(/\n +/g, ' ');
  expect(why).toContain(
    'Looks like a limit (certain): nginx gave up after 4,096 bytes of header, the limit in force; before, good answers of /report had up to about 3,991.',
  );
});
