import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatternMiner, patternsMax } from '../../src/parse/pattern-miner.js';

const mine = (lines: readonly string[], miner = new PatternMiner()) => {
  lines.forEach((line, index) => {
    miner.add('unread', line, '/var/log/app.log', index * 1_000);
  });
  return miner.takeChanges();
};
const count = (change: ReturnType<typeof mine>[number] | undefined) =>
  change?.counts.reduce((sum, hour) => sum + hour.count, 0);

const programs: readonly ((n: number) => string)[] = [
  (n) =>
    `2026-11-22 03:04:${10 + (n % 50)},118 INFO [worker-${n % 8}] com.example.Shop - order ${n * 7919} stored in ${n % 90} ms`,
  (n) =>
    `2026-11-22 03:04:${10 + (n % 50)},118 WARN [worker-${n % 8}] com.example.Shop - retry ${n % 5} of order ${n * 31} at 192.0.2.${n % 200}:8080`,
  (n) =>
    `Nov 22 03:04:${10 + (n % 50)} web-${n % 3} sshd[${800 + n}]: Accepted publickey for user${n % 12} from 203.0.113.${n % 250} port ${50_000 + n}`,
  (n) =>
    `{"level":"info","time":"2026-11-22T03:04:05.${100 + (n % 800)}Z","msg":"job ${n} done","user":"u${n}","took":${n % 77}}`,
  (n) => `GC(${n}) Pause Young (Normal) ${n % 512}M->${n % 128}M(512M) ${n % 9}.${n % 1000}ms`,
  (n) => `session ${(n * 2654435761).toString(16).padStart(12, '0')} closed`,
];

describe('unread lines', () => {
  it('10,000 of them are 6 patterns', () => {
    const lines = Array.from({ length: 10_002 }, (_, n) => programs[n % 6]?.(n) ?? '');
    const changes = mine(lines);
    expect(changes.map(({ pattern }) => pattern)).toHaveLength(6);
    expect(changes.map(count)).toEqual(Array(6).fill(1_667));
  });

  it('have a pattern, a sample and the times of the first and the last', () => {
    const [change] = mine(['worker 7 of pool blue stopped', 'worker 12 of pool green stopped']);
    expect(change).toMatchObject({
      pattern: 'worker <*> of pool <*> stopped',
      sample: 'worker 7 of pool blue stopped',
      firstAt: 0,
      lastAt: 1_000,
    });
  });

  it('that say different things are different patterns', () => {
    expect(
      mine(['cache warmed in 3 s', 'license expired on 2026-11-22', 'disk almost full', 'disk replaced']),
    ).toHaveLength(4);
  });

  it('give the same patterns again, also after a restart in between', () => {
    const lines = Array.from({ length: 600 }, (_, n) => programs[(n * n) % 6]?.(n) ?? '');
    const whole = mine(lines).map(({ pattern }) => pattern);
    expect(mine(lines).map(({ pattern }) => pattern)).toEqual(whole);
    const before = mine(lines.slice(0, 300));
    const after = mine(lines.slice(300), new PatternMiner(before));
    expect(new Map([...before, ...after].map(({ id, pattern }) => [id, pattern]))).toEqual(
      new Map(mine(lines).map(({ id, pattern }) => [id, pattern])),
    );
  });

  it('are the same when their files are mined apart and joined', () => {
    const lines = Array.from({ length: 1_200 }, (_, n) => programs[n % 6]?.(n) ?? '');
    const joined = new PatternMiner();
    for (const part of [lines.slice(0, 500), lines.slice(500)])
      for (const change of mine(part)) joined.absorb(change);
    const changes = joined.takeChanges();
    expect(changes.map(({ pattern }) => pattern)).toEqual(mine(lines).map(({ pattern }) => pattern));
    expect(changes.map(count)).toEqual(Array(6).fill(200));
  });

  it('keep no secret', () => {
    const [change] = mine(['login of ada with password=hunter22 failed']);
    expect(JSON.stringify(change)).not.toContain('hunter22');
  });

  it('keep no address, as they may outlast the failures of a client', () => {
    const [change] = mine([
      'login at 03:04:05 from 203.0.113.9:51234 and [2001:db8::7]:80, order 1.2.3 of v1.2.3.4.5',
    ]);
    expect(change?.sample).toBe('login at 03:04:05 from <*>:51234 and [<*>]:80, order 1.2.3 of v1.2.3.4.5');
  });

  it('are bounded in number and length, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 }), { maxLength: 80 }), (lines) => {
        const changes = mine(lines);
        expect(changes.reduce((sum, change) => sum + (count(change) ?? 0), 0)).toBe(lines.length);
      }),
      { numRuns: 50 },
    );
    const words =
      'lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam nonumy eirmod tempor'.split(' ');
    const hostile = Array.from({ length: 20_000 }, (_, n) =>
      Array.from(
        { length: 1 + (n % 40) },
        (_, k) => `${words[(n * (k + 3)) % 13]}${words[(n + k * k) % 13]}${'x'.repeat((n * k) % 7)}`,
      ).join(' '),
    );
    const startedAt = performance.now();
    const changes = mine(hostile);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(changes.length).toBeLessThanOrEqual(patternsMax);
    for (const { pattern, sample } of changes) {
      expect(pattern.length).toBeLessThanOrEqual(2_000);
      expect(sample.length).toBeLessThanOrEqual(500);
    }
  });

  it('take linear time, however long', () => {
    for (const piece of ['"', '" ', 'a', '1', 'Jan ', '<*>', 'f0', '{",', '\\"']) {
      const startedAt = performance.now();
      for (let n = 0; n < 50; n += 1) mine([piece.repeat(40_000)]);
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    }
  });
});
