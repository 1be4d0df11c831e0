import { truncateSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LineSplitter, lineBytesMax } from '../../src/tail/line-splitter.js';
import { TailWorld } from '../support/tail-world.js';

describe('splitting bytes into lines', () => {
  const long = 'x'.repeat(lineBytesMax);
  it.each([
    [
      'lines and their places',
      'one\ntwo\n\nfour\n',
      [
        [1, 0, 'one'],
        [2, 4, 'two'],
        [3, 8, ''],
        [4, 9, 'four'],
      ],
    ],
    ['a last line without its line feed', 'one\ntw', [[1, 0, 'one']]],
    [
      'one carriage return before the line feed',
      'one\r\ntwo\r\r\nth\rree\n',
      [
        [1, 0, 'one'],
        [2, 5, 'two\r'],
        [3, 11, 'th\rree'],
      ],
    ],
    [
      'a byte order mark',
      '\ufeffone\n\ufefftwo\n',
      [
        [1, 3, 'one'],
        [2, 7, '\ufefftwo'],
      ],
    ],
    [
      'characters of several bytes',
      'é€😀\nß\n',
      [
        [1, 0, 'é€😀'],
        [2, 10, 'ß'],
      ],
    ],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0x62, 0x0a]), [[1, 0, 'a\ufffdb']]],
    [
      'a hole before a line',
      '\0\0\0\0\0\0one\ntwo\n',
      [
        [1, 6, 'one'],
        [2, 10, 'two'],
      ],
    ],
    [
      'a hole inside a line',
      'on\0\0\0\0\0two\nthree\n',
      [
        [1, 0, 'on'],
        [1, 7, 'two'],
        [2, 11, 'three'],
      ],
    ],
    ['a lone NUL as data', 'a\0b\n', [[1, 0, 'a\0b']]],
    [
      'a line as long as allowed',
      `${long}\nb\n`,
      [
        [1, 0, long],
        [2, lineBytesMax + 1, 'b'],
      ],
    ],
    [
      'a line that is too long, cut',
      `${long}tail\nb\n`,
      [
        [1, 0, long],
        [2, lineBytesMax + 5, 'b'],
      ],
    ],
    [
      'a cut that would halve a character',
      `${long.slice(1)}€\nb\n`,
      [
        [1, 0, long.slice(1)],
        [2, lineBytesMax + 3, 'b'],
      ],
    ],
  ])('reads %s for any block size', (_, input, expected) => {
    const bytes = Buffer.from(input);
    for (const size of bytes.length > 100 ? [bytes.length, 4_099] : [bytes.length, 1, 2, 3, 7]) {
      const splitter = new LineSplitter('a.log');
      const lines = splitBytes(bytes, size).flatMap((piece) => splitter.split(piece));
      expect(lines.map(({ text, location }) => [location.line, location.byte, text])).toEqual(expected);
    }
  });
  it('keeps the first bytes and the bytes before the last line feed for any block size', () => {
    const bytes = Buffer.from(
      Array.from({ length: 90 }, (_, i) => `line ${i} ${'y'.repeat(i % 40)}\n`).join(''),
    );
    const offset = bytes.length;
    const expected = {
      offset,
      line: 90,
      head: bytes.subarray(0, 1_024).toString('base64'),
      tail: bytes.subarray(offset - 256).toString('base64'),
    };
    for (const size of [offset + 4, 1, 50, 300]) {
      const splitter = new LineSplitter('a.log');
      for (const piece of splitBytes(Buffer.concat([bytes, Buffer.from('rest')]), size))
        splitter.split(piece);
      expect(splitter.readPosition).toEqual(expected);
    }
  });
  it('keeps only the allowed length of an endless line', () => {
    const splitter = new LineSplitter('a.log');
    const block = Buffer.alloc(1 << 20, 'z');
    for (let i = 0; i < 32; i++) expect(splitter.split(block)).toEqual([]);
    expect(splitter.isFarAhead).toBe(true);
    expect(splitter.split(Buffer.from('\nnext\n')).map(({ text }) => text.length)).toEqual([lineBytesMax, 4]);
  });
  it('keeps the line behind a large hole, and where it begins', () => {
    const splitter = new LineSplitter('a.log');
    splitter.split(Buffer.from('half a line'));
    const block = Buffer.alloc(1 << 20);
    for (let i = 0; i < 8; i++) expect(splitter.split(block)).toEqual([]);
    const lines = splitter.split(Buffer.from('\0\0next\n'));
    expect(lines.map(({ text, location }) => [text, location.byte])).toEqual([
      ['half a line', 0],
      ['next', 11 + (8 << 20) + 2],
    ]);
  });
});
describe('following a file', () => {
  let world;
  beforeEach(() => {
    world = new TailWorld();
  });
  afterEach(() => world.dispose());
  it('reads on behind a hole that is larger than one poll reads', async () => {
    await world.append(2).pollTexts();
    world.append(1);
    truncateSync(world.path, 300 * 2 ** 20);
    world.append(2);
    let polls = 1;
    while ((await world.poll()).hasMore) polls++;
    expect(polls).toBe(3);
    expect(world.texts).toEqual(world.written);
    await world.append(1).restart();
    expect(world.texts).toEqual(world.written);
  });
  it('waits for the rest of a line, even across a restart', async () => {
    world.appendRaw('one\nhal');
    expect(await world.pollTexts()).toEqual(['one']);
    world.appendRaw('f ');
    await world.restart();
    expect(world.texts).toEqual(['one']);
    world.appendRaw('€\n');
    expect(await world.pollTexts()).toEqual(['half €']);
  });
  it('waits for the rest of a character', async () => {
    const euro = Buffer.from('€\n');
    world.appendRaw(euro.subarray(0, 2));
    expect(await world.pollTexts()).toEqual([]);
    world.appendRaw(euro.subarray(2));
    expect(await world.pollTexts()).toEqual(['€']);
  });
  it('continues after a line that grows beyond every limit between polls', async () => {
    world.appendRaw('first\n');
    for (let i = 0; i < 4; i++) {
      world.appendRaw('z'.repeat(400_000));
      await world.pollTexts();
    }
    world.appendRaw('\nlast\n');
    await world.pollTexts();
    expect(world.lines.map(({ text, location }) => [location.line, text.length])).toEqual([
      [1, 5],
      [2, lineBytesMax],
      [3, 4],
    ]);
  });
  it('repeats a refused chunk, then delivers the rest', async () => {
    world.append(9_000);
    let refusals = 3;
    world.onChunk = () => {
      if (world.lines.length > 2_000 && refusals-- > 0) throw new Error('disk full');
    };
    for (let i = 0; i < 3; i++) await expect(world.pollTexts()).rejects.toThrow('disk full');
    await world.pollTexts();
    expect(world.texts).toEqual(world.written);
    expect(world.lines.at(-1)?.location.line).toBe(9_000);
  });
  it('counts lines and bytes from the beginning of the file, even after a restart', async () => {
    world.append(3);
    await world.pollTexts();
    world.append(2);
    await world.restart();
    const behind = world.written.slice(0, 4).join('\n').length + 1;
    expect(world.lines.at(-1)).toEqual({
      text: world.written[4],
      location: { file: world.path, byte: behind, line: 5 },
    });
  });
});
function splitBytes(bytes, size) {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, i) => Buffer.from(bytes.subarray(i * size, (i + 1) * size)));
}
