import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExportReader } from '../../src/tail/sources/journald/export-reader.js';
import { JournalPlace } from '../../src/tail/sources/journald/journal-place.js';
import { createJournaldReader } from '../../src/tail/sources/journald/journald-reader.js';
import { createRandom } from '../support/random.js';
import { encodeEntry, findMissingJournalTool, RealJournal } from '../support/real-journal.js';
import { SourceWorld } from '../support/source-world.js';

let base;
let world;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'journald-'));
});
afterEach(async () => {
  await world?.kill();
  rmSync(base, { recursive: true, force: true });
});
function openWorld(journal, unit = 'nginx.service') {
  const retryMs = { initial: 20, max: 100 };
  return new SourceWorld({ type: 'journald', name: `journald:${unit}`, unit }, () =>
    createJournaldReader({ unit, journal, retryMs }),
  );
}
const readTexts = () => world.texts.map((text) => text.replace(/^\S+ stdout F /, ''));
describe('the export format', () => {
  const entries = [
    {
      __CURSOR: 's=1;i=1',
      __REALTIME_TIMESTAMP: '1796000000000001',
      MESSAGE: 'first = with a sign',
      _PID: '31',
    },
    { __CURSOR: 's=1;i=2', MESSAGE: 'two\nlines', OTHER: Buffer.from('\n\nMESSAGE=forged\n\n') },
    { __CURSOR: 's=1;i=3', MESSAGE: Buffer.from([0xff, 0, 10, 61]), _STREAM_ID: '' },
    { MESSAGE: '' },
  ];
  const bytes = Buffer.concat(entries.map((entry) => encodeEntry(entry)));
  it.each([1, 2, 3, 7, 64, bytes.length])('is read in pieces of %i bytes', (size) => {
    const reader = new ExportReader();
    const read = [];
    for (let from = 0; from < bytes.length; from += size)
      read.push(...reader.push(bytes.subarray(from, from + size)));
    expect(read.map(({ MESSAGE }) => MESSAGE)).toEqual(entries.map(({ MESSAGE }) => Buffer.from(MESSAGE)));
    expect(read.map(({ __CURSOR }) => __CURSOR?.toString())).toEqual([
      's=1;i=1',
      's=1;i=2',
      's=1;i=3',
      undefined,
    ]);
  });
  it('keeps the beginning of a huge field, and refuses an impossible one', () => {
    const reader = new ExportReader();
    const huge = encodeEntry({ MESSAGE: `${'x'.repeat(3_000_000)}\n`, _PID: '1' });
    const [entry] = reader.push(huge);
    expect(entry?.MESSAGE?.length).toBeLessThan(70_000);
    const impossible = Buffer.concat([Buffer.from('MESSAGE\n'), Buffer.alloc(8, 0xff)]);
    expect(() => reader.push(impossible)).toThrow('impossible size');
  });
});
describe('the place in the journal', () => {
  const makeEntry = (number, at) => ({
    __CURSOR: Buffer.from(`i=${number}`),
    __REALTIME_TIMESTAMP: Buffer.from(`${1_796_000_000_000_000 + at}`),
    MESSAGE: Buffer.from(`entry ${number}`),
  });
  const at = 1_796_000_000_000_005;
  it.each([
    [
      'the entry that was read is there',
      { cursor: 'i=2', at },
      [makeEntry(2, 5), makeEntry(3, 5)],
      ['entry 3'],
      false,
    ],
    [
      'it is not, and older ones come',
      { cursor: 'i=2', at },
      [makeEntry(8, 4), makeEntry(9, 6)],
      ['entry 9'],
      true,
    ],
    ['it is not, and nothing comes', { cursor: 'i=2', at }, [], [], true],
    ['nothing was read before a time', { after: at }, [makeEntry(1, 5), makeEntry(2, 6)], ['entry 2'], false],
    [
      'a clock went back since',
      { cursor: 'i=2', at },
      [makeEntry(2, 5), makeEntry(3, 1)],
      ['entry 3'],
      false,
    ],
  ])('%s', (_, position, entries, expected, hasGap) => {
    const place = new JournalPlace(position);
    const lines = place.take(entries);
    place.end();
    expect(lines.map((line) => line.replace(/^.* F /, ''))).toEqual(expected);
    expect(place.takeGap() !== null).toBe(hasGap);
    expect(place.takeGap()).toBeNull();
  });
});
const missing = findMissingJournalTool();
describe.skipIf(missing !== undefined)(
  `a real journal${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let journal;
    let written;
    beforeEach(() => {
      journal = new RealJournal(base);
      written = [];
      world = openWorld({ command: 'journalctl', args: ['--directory', journal.directory] });
    });
    const add = (count, stepUs) => {
      for (let n = 0; n < count; n++) {
        written.push(`line ${written.length}`);
        journal.add(`line ${written.length - 1}`, {}, stepUs);
      }
    };
    const write = (count, stepUs) => {
      add(count, stepUs);
      journal.flush();
    };
    const readAll = () =>
      world.pollUntil(() => world.texts.length >= written.length, `${written.length} entries`);
    it('is read from the beginning of its history on, and followed', async () => {
      write(4);
      await readAll();
      await world.pollUntil(() => !world.hasMore, 'caught up');
      write(3);
      await readAll();
      expect(readTexts()).toEqual(written);
      expect(world.texts[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z stdout F line 0$/);
      expect([world.problem, world.gaps]).toEqual([null, []]);
    });
    it('brings only what the unit wrote, with lines of any bytes', async () => {
      journal.add('Started nginx.service', { _SYSTEMD_UNIT: 'init.scope', UNIT: 'nginx.service', _PID: '1' });
      journal.add('of another unit', { _SYSTEMD_UNIT: 'cron.service' });
      journal.add('two\nlines');
      journal.add(Buffer.from([0x61, 0xff, 0x62]));
      journal.add('long', { _STREAM_ID: '3'.repeat(32), _LINE_BREAK: 'line-max' });
      journal.add('rest of long', { _STREAM_ID: '3'.repeat(32) });
      journal.add('last', { _STREAM_ID: '3'.repeat(32) });
      journal.flush();
      await world.pollUntil(() => world.texts.length >= 5, 'five lines');
      expect(readTexts()).toEqual(['two', 'lines', 'a\ufffdb', 'long', 'last']);
    });
    it('is selected by a field, as of a container of Podman', async () => {
      await world.kill();
      world = openWorld(
        { command: 'journalctl', args: ['--directory', journal.directory] },
        'CONTAINER_NAME=web',
      );
      journal.add('from web', { CONTAINER_NAME: 'web' });
      journal.add('from api', { CONTAINER_NAME: 'api' });
      journal.flush();
      await world.pollUntil(() => world.texts.length > 0, 'a line');
      expect(readTexts()).toEqual(['from web']);
    });
    it('has a gap when it was vacuumed while the program was down, and none when it was only rotated', async () => {
      write(3);
      await readAll();
      await world.kill();
      journal.rotate();
      write(2);
      await readAll();
      expect(world.gaps).toEqual([]);
      await world.kill();
      write(2);
      written.splice(-2);
      journal.rotate();
      journal.vacuum();
      write(2);
      await readAll();
      expect(readTexts()).toEqual(written);
      expect(world.gaps).toEqual([expect.stringContaining('no longer holds the last entry that was read')]);
    });
    it('brings nothing twice where the cursor is unknown and older entries are there', async () => {
      write(5);
      await readAll();
      await world.kill();
      journal.rotate();
      journal.vacuum();
      for (let n = 0; n < 3; n++) journal.add('read before', {}, n === 0 ? -4_000 : 1_000);
      add(3, 5_000);
      journal.flush();
      await readAll();
      expect(readTexts()).toEqual(written);
      expect(world.gaps).toHaveLength(1);
    });
    it.each(Array.from({ length: Number(process.env['SCHEDULES'] ?? 6) }, (_, index) => index + 1))(
      'loses nothing and doubles nothing, whatever happens (seed %i)',
      async (seed) => {
        const random = createRandom(seed);
        const steps = [
          [5, () => write(1 + random(20))],
          [2, () => write(5, 0)],
          [2, () => journal.rotate()],
          [5, () => world.poll()],
          [2, () => world.kill()],
          [1, () => world.stop()],
          [2, () => world.pollUntil(() => !world.hasMore, 'caught up')],
          [1, () => (world.refusals = 1 + random(3))],
        ];
        const weighted = steps.flatMap(([weight, step]) => Array.from({ length: weight }, () => step));
        for (let n = 0; n < 20; n++) await weighted[random(weighted.length)]?.();
        world.refusals = 0;
        write(1);
        await readAll();
        await world.poll();
        expect(readTexts()).toEqual(written);
        expect(world.gaps).toEqual([]);
        expect(world.locations.size).toBe(written.length);
      },
    );
  },
);
describe('a journal that cannot be read', () => {
  /** A program in the place of journalctl. */
  function pretend(script) {
    const command = join(base, 'journalctl');
    writeFileSync(command, `#!/bin/sh\n${script}\n`);
    chmodSync(command, 0o755);
    return { command, args: [] };
  }
  it.each([
    [
      'echo "No journal files were opened due to insufficient permissions." >&2; exit 1',
      'permission denied; add this user to the group systemd-journal',
    ],
    [
      'echo "Hint: You are currently not seeing messages from other users and the system." >&2',
      'permission denied; add this user to the group systemd-journal',
    ],
    ['echo "Failed to seek to cursor: Invalid argument" >&2; exit 1', 'journalctl ended (1): Failed to seek'],
    ['kill -9 $$', 'journalctl ended (SIGKILL)'],
    ['printf "MESSAGE\\n\\377\\377\\377\\377\\377\\377\\377\\377"', 'impossible size'],
  ])('%s', async (script, problem) => {
    world = openWorld(pretend(script));
    await world.pollUntil(() => world.problem !== null, 'the problem');
    expect(world.problem).toContain(problem);
    expect(world.hasMore).toBe(false);
  });
  it('because journalctl is not installed', async () => {
    world = openWorld({ command: join(base, 'nowhere'), args: [] });
    await world.pollUntil(() => world.problem !== null, 'the problem');
    expect(world.problem).toBe('journalctl is not installed');
  });
  it('is told once it can be read again', async () => {
    world = openWorld(pretend('exit 1'));
    await world.pollUntil(() => world.problem !== null, 'the problem');
    pretend('case "$*" in *--follow*) exec sleep 5;; esac');
    await world.pollUntil(() => world.problem === null, 'the end of the problem');
  });
});
