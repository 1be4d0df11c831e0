import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStandardInput } from '../../src/tail/sources/standard-input.js';
import { SourceWorld } from '../support/source-world.js';

let input;
let notices;
let world;
beforeEach(() => {
  input = new PassThrough();
  notices = [];
  world = new SourceWorld({ type: 'standard-input', name: 'standard input' }, () =>
    readStandardInput(
      () => input,
      (text) => notices.push(text),
    ),
  );
});
afterEach(() => world.kill());
const arrive = (count) =>
  world.pollUntil(() => world.texts.length >= count, `${count} lines of standard input`);
describe('standard input that goes on', () => {
  it('is read line by line, however it is cut', async () => {
    await world.poll();
    input.write('first\nsec');
    await arrive(1);
    const rest = Buffer.from('ond\r\nthird ü\n');
    input.write(rest.subarray(0, -2));
    await arrive(2);
    input.write(rest.subarray(-2));
    await arrive(3);
    expect(world.texts).toEqual(['first', 'second', 'third ü']);
    expect(world.locations.size).toBe(3);
    expect(world.hasMore).toBe(false);
  });
  it('ends with its last line, said once, and that is no gap for the next start', async () => {
    await world.poll();
    input.end('first\nlast without a line feed');
    await arrive(2);
    await world.pollUntil(() => notices.length > 0, 'the notice');
    expect(notices).toEqual(['Standard input has ended: nothing more will be read from it.']);
    await world.stop();
    input = new PassThrough();
    input.write('third\n');
    await arrive(3);
    expect(world.texts).toEqual(['first', 'last without a line feed', 'third']);
    expect(world.gaps).toEqual([]);
  });
  it('keeps what the database refuses, and hands it over once', async () => {
    world.refusals = 3;
    await world.poll();
    input.write('first\nsecond\n');
    await arrive(2);
    expect(world.texts).toEqual(['first', 'second']);
    expect(world.refusals).toBe(0);
  });
  it('loses nothing that was taken when the program stops, and tells a gap at the next start', async () => {
    await world.poll();
    input.write('first\n');
    await arrive(1);
    input.write('second\n');
    await new Promise((resolve) => setTimeout(resolve, 30));
    await world.stop();
    expect(world.texts).toEqual(['first', 'second']);
    input = new PassThrough();
    input.write('third\n');
    await arrive(3);
    expect(world.gaps).toEqual([expect.stringContaining('standard input cannot be read again')]);
  });
  it('tells a gap after a kill too', async () => {
    await world.poll();
    input.write('first\n');
    await arrive(1);
    input.write('lost\n');
    await world.kill();
    input = new PassThrough();
    input.write('second\n');
    await arrive(2);
    expect(world.texts).toEqual(['first', 'second']);
    expect(world.gaps).toHaveLength(1);
  });
  it('holds the writer back while nothing is committed', async () => {
    await world.poll();
    const block = Buffer.from(`${'x'.repeat(99)}\n`.repeat(1_000));
    let taken = 0;
    for (; taken < 100 && input.write(block); taken++) await new Promise((resolve) => setTimeout(resolve, 1));
    for (let tries = 0; tries < 60; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (input.writableLength === 0 && taken < 100) {
        input.write(block);
        taken++;
      }
    }
    expect(taken * block.length).toBeLessThan(2 * 1024 * 1024);
    await arrive(taken * 1_000);
    expect(world.texts).toHaveLength(taken * 1_000);
    expect(Math.max(...world.chunkSizes)).toBeLessThan(10_000);
  });
});
