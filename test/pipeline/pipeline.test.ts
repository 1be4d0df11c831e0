import { describe, expect, it } from 'vitest';
import { envoyFormats, nginxFormats } from '../../src/parse/known-formats.js';
import { localTimeIn } from '../../src/parse/local-time.js';
import type { Batch } from '../../src/pipeline/batch.js';
import type { Bookmark, Chunk, Position } from '../../src/pipeline/checkpoint.js';
import { Digest, type DigestRules, nothingRestored, type Restored } from '../../src/pipeline/pipeline.js';
import { minutes, nine, seconds } from '../support/event-fixtures.js';

const dialect = { localTime: localTimeIn('UTC'), nginxFormats: nginxFormats(), envoyFormats: envoyFormats() };
const rules: DigestRules = {
  dialectOf: () => dialect,
  opening: { failures: 5, windowMs: seconds(60), share: 0.005 },
  recovery: { quietMs: minutes(10), goodRequests: 20, reopenMs: minutes(30) },
};

describe('a chunk of lines', () => {
  it('brings its last record too, without waiting for the next one', () => {
    const { sightings } = new Digest(nothingRestored, rules).chunk(chunk('error.log', [refused('/a')]), nine);
    expect(sightings.map(({ failure }) => failure.cause)).toEqual(['connection-refused']);
  });

  it('counts a record of tomorrow now, as nobody would hear of it before', () => {
    const tomorrow = refused('/a').replace('2026/11/22', '2026/11/23');
    const { sightings } = new Digest(nothingRestored, rules).chunk(chunk('error.log', [tomorrow]), nine);
    expect(sightings.map(({ failure }) => failure.at)).toEqual([nine]);
  });

  it('leaves a record open that the container runtime goes on with', () => {
    const digest = new Digest(nothingRestored, rules);
    const [first, second] = [refused('/a').slice(0, 120), refused('/a').slice(120)];
    const stamp = '2026-11-22T09:00:00.000000000Z stderr';
    expect(digest.chunk(chunk('pod.log', [`${stamp} P ${first}`]), nine).sightings).toEqual([]);
    const { sightings } = digest.chunk(chunk('pod.log', [`${stamp} F ${second}`]), nine);
    expect(sightings.map(({ failure }) => failure.route)).toEqual(['/a']);
  });

  it('of something else is counted and kept as an example, and harms nobody', () => {
    const noise = ['\u0000\u0001ELF', 'GIF89a', 'Lorem ipsum', 'dolor sit amet', ''];
    const { bookmarks, sightings } = new Digest(nothingRestored, rules).chunk(chunk('noise', noise), nine);
    expect(sightings).toEqual([]);
    expect(bookmarks[0]?.reading).toMatchObject({ lines: 5, records: 4, unparsed: 4 });
    expect(bookmarks[0]?.reading.examples).toHaveLength(3);
  });
});

describe('the same logs', () => {
  const lines = Array.from({ length: 40 }, (_, i) => [refused(`/page/${i}`, i), answered(`/page/${i}`, i)]);

  it('give the same incidents in one piece, line by line, and with a restart anywhere', () => {
    const whole = play([lines.flat()]);
    expect(whole).toEqual(['BG-1 connection-refused 10.0.0.7:8080 40 client-visible']);
    expect(play(lines.flat().map((line) => [line]))).toEqual(whole);
    expect(
      play(
        lines.flat().map((line) => [line]),
        { restartEvery: 7 },
      ),
    ).toEqual(whole);
  });

  it('give the same incidents whichever log is read first', () => {
    const [errors, requests] = [lines.map(([line]) => line ?? ''), lines.map(([, line]) => line ?? '')];
    expect(play([errors, requests])).toEqual(play([requests, errors]));
  });
});

it('stops waiting for the other log after two seconds', () => {
  const digest = new Digest(nothingRestored, rules);
  digest.chunk(chunk('access.log', [answered('/other', 0).replace('502', '200')]), nine);
  expect(digest.chunk(chunk('error.log', [refused('/a')]), nine).sightings).toEqual([]);
  expect(digest.tick(nine + seconds(1))).toBeNull();
  expect(digest.tick(nine + seconds(2))?.sightings.map(({ failure }) => failure.outcome)).toEqual([
    'undecided',
  ]);
});

it('keeps what waits for a restart when following, and not when replaying', () => {
  const digest = new Digest(nothingRestored, rules);
  expect(digest.chunk(chunk('error.log', [refused('/a')]), nine).pairing?.seen.attempts).toBe(true);
  expect(digest.events([], nine).pairing).toBeNull();
});

it('remembers finished logs for late lines, and only the latest thousand of them', () => {
  const digest = new Digest(nothingRestored, rules);
  const finish = (name: string): number | undefined => {
    const { position, ...rest } = chunk(name, ['one line']);
    const { bookmarks } = digest.chunk({ ...rest, position: { ...position, state: 'done' } }, nine);
    return bookmarks[0]?.reading.lines;
  };
  expect([finish('access.log.1'), finish('access.log.1')]).toEqual([1, 2]);
  for (let n = 0; n < 1_000; n++) finish(`other.log.${n}`);
  expect(finish('other.log.999')).toBe(2);
  expect(finish('access.log.1')).toBe(1);
});

/** What the incidents are in the end. Each piece is one chunk; error records and access lines have a file each. */
function play(pieces: readonly (readonly string[])[], { restartEvery = Infinity } = {}): readonly string[] {
  let digest = new Digest(nothingRestored, rules);
  const stored = new Stored();
  for (const [at, piece] of pieces.entries()) {
    if (at % restartEvery === restartEvery - 1) digest = new Digest(stored.restored(), rules);
    for (const file of ['error.log', 'access.log']) {
      const own = piece.filter((line) => line.includes('[error]') === (file === 'error.log'));
      if (own.length > 0) stored.commit(digest.chunk(chunk(file, own), nine));
    }
  }
  stored.commit(digest.tick(nine + seconds(3)));
  return stored.incidents();
}

/** What a store would hold. */
class Stored {
  #bookmarks = new Map<string, Bookmark>();
  #incidents = new Map<number, Batch['incidents'][number]>();
  #pairing: Batch['pairing'] | null = null;

  commit(batch: Batch | null): void {
    if (batch === null) return;
    for (const bookmark of batch.bookmarks) this.#bookmarks.set(bookmark.position.path, bookmark);
    for (const incident of batch.incidents) this.#incidents.set(incident.id, incident);
    this.#pairing = batch.pairing;
  }

  restored(): Restored {
    const incidents = [...this.#incidents.values()];
    return {
      ...nothingRestored,
      bookmarks: [...this.#bookmarks.values()],
      incidents,
      pairing: this.#pairing === null ? null : JSON.parse(JSON.stringify(this.#pairing)),
      counters: {
        nextId: 1 + Math.max(0, ...incidents.map(({ id }) => id)),
        nextNumber: 1 + Math.max(0, ...incidents.map(({ number }) => number ?? 0)),
      },
    };
  }

  incidents(): readonly string[] {
    return [...this.#incidents.values()].map(({ number, upstream, causes, counts }) => {
      const outcomes = Object.entries(counts).filter(([, count]) => count > 0);
      return `BG-${number} ${causes.map(({ cause }) => cause)} ${upstream} ${outcomes.map(([name, n]) => `${n} ${name}`)}`;
    });
  }
}

function chunk(path: string, texts: readonly string[]): Chunk {
  const position: Position = {
    path,
    dev: '1',
    ino: path,
    born: '0',
    offset: 0,
    line: texts.length,
    head: '',
    tail: '',
    state: 'live',
  };
  const lines = texts.map((text, at) => ({ text, place: { file: path, byte: at * 400, line: at + 1 } }));
  return { position, lines, atEnd: true };
}

const second = (at: number) => String(at % 60).padStart(2, '0');

const refused = (path: string, at = 0) =>
  `2026/11/22 09:00:${second(at)} [error] 31#31: *${45 + at} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET ${path} HTTP/1.1", upstream: "http://10.0.0.7:8080${path}", host: "shop.example"`;

const answered = (path: string, at: number) =>
  `192.0.2.7 - - [22/Nov/2026:09:00:${second(at)} +0000] "GET ${path} HTTP/1.1" 502 157 "-" "curl/8"`;
