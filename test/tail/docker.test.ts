import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDockerApi } from '../../src/tail/sources/docker/docker-api.js';
import { createDockerReader } from '../../src/tail/sources/docker/docker-reader.js';
import { Instant } from '../../src/tail/sources/docker/instant.js';
import { PretendedDocker } from '../support/pretended-docker.js';
import { createRandom } from '../support/random.js';
import { SourceWorld } from '../support/source-world.js';

let directory: string;
let socket: string;
let readers: Map<string, string>;
let docker: PretendedDocker;
let world: SourceWorld;
let written: string[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'docker-'));
  written = [];
  await begin(1);
});
afterEach(async () => {
  await world.kill();
  await docker.close();
  rmSync(directory, { recursive: true, force: true });
});

async function begin(seed: number): Promise<void> {
  socket = join(directory, `docker-${seed}.sock`);
  readers = new Map();
  docker = new PretendedDocker(socket, createRandom(seed));
  await docker.listen();
  const api = createDockerApi(`unix://${socket}`);
  const retryMs = { initial: 5, max: 40 };
  world = new SourceWorld({ type: 'docker', name: 'docker:web', container: 'web' }, () =>
    createDockerReader({ api, container: 'web', readers, retryMs }),
  );
}

/** Writes the next numbered line to one of the streams. */
function write(stream: 'stdout' | 'stderr' = 'stdout', stepNs = 1_000): void {
  const text = `${stream} F line ${written.length}`;
  written.push(text);
  docker.write('web', stream, text.slice(`${stream} F `.length), stepNs);
}

const writeSome = (count: number) => {
  for (let n = 0; n < count; n++) write(n % 3 === 2 ? 'stderr' : 'stdout');
};
const readTexts = () => world.texts.map((text) => text.replace(/^\S+ /, ''));
const readAll = () =>
  world.pollUntil(() => world.texts.length >= written.length, `${written.length} lines from docker`);
const known = () =>
  world.pollUntil(
    () => world.checkpoints.some(({ ino }) => ino === docker.find('web')?.id),
    'a checkpoint of the container',
  );
const following = () => world.pollUntil(() => docker.followerCount > 0, 'following');

describe('a container that writes to both streams', () => {
  it('is read from the beginning of its history on, with the time and the stream of each line', async () => {
    docker.create('web');
    writeSome(4);
    await readAll();
    await following();
    writeSome(3);
    await readAll();
    expect(readTexts()).toEqual(written);
    expect(world.texts[2]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z stderr F line 2$/);
    expect([world.problem, world.gaps, world.hasMore, docker.complaints]).toEqual([null, [], false, []]);
  });

  it('is read from now on where no history is wanted, also when the program is killed before a line came', async () => {
    docker.create('web');
    docker.write('web', 'stdout', 'old');
    docker.now(7_200_000_000_000);
    world.since = Date.now();
    await following();
    await world.kill();
    writeSome(3);
    await readAll();
    expect(readTexts()).toEqual(written);
  });

  it('is read without its history where that could not be read at the start, as the others have read theirs', async () => {
    docker.create('web');
    docker.write('web', 'stdout', 'old');
    await docker.close();
    world.since = Date.now() - 86_400_000;
    await world.pollUntil(() => world.problem !== null, 'the problem');
    docker.now(7_200_000_000_000);
    await docker.listen();
    writeSome(3);
    await readAll();
    expect(readTexts()).toEqual(written);
  });

  it('has a log that goes on when it stops and starts again', async () => {
    docker.create('web');
    writeSome(3);
    await following();
    docker.stop('web');
    await world.pollUntil(() => world.problem === 'the container is not running', 'the problem');
    docker.start('web');
    writeSome(3);
    await readAll();
    await world.pollUntil(() => world.problem === null, 'the end of the problem');
    expect(readTexts()).toEqual(written);
    expect(world.gaps).toEqual([]);
  });

  it('is waited for, and its absence told', async () => {
    await world.pollUntil(() => world.problem !== null, 'the problem');
    expect(world.problem).toBe('no container of this name');
    docker.create('web');
    writeSome(3);
    await readAll();
    expect(world.problem).toBeNull();
  });

  it('is read once where it is named twice', async () => {
    const { id } = docker.create('web');
    writeSome(2);
    await following();
    const other = new SourceWorld({ type: 'docker', name: `docker:${id}`, container: id }, () =>
      createDockerReader({ api: createDockerApi(`unix://${socket}`), container: id, readers }),
    );
    await other.pollUntil(() => other.problem !== null, 'the problem');
    expect([other.problem, other.texts]).toEqual(['the same container as docker:web', []]);
    await other.kill();
  });

  it('with a terminal has one stream without frames', async () => {
    docker.create('web', 'removed', true);
    writeSome(2);
    await following();
    write();
    docker.cut();
    write();
    await readAll();
    expect(readTexts()).toEqual(written.map((text) => text.replace('stderr', 'stdout')));
  });

  it('has long lines, which Docker cuts: they are joined, and what came in between is not lost', async () => {
    docker.create('web');
    docker.write('web', 'stdout', 'a'.repeat(16_384), 1_000, true);
    docker.write('web', 'stderr', 'between');
    await following();
    docker.cut();
    await following();
    await world.kill();
    docker.write('web', 'stdout', 'b'.repeat(16_384), 1_000, true);
    docker.write('web', 'stdout', 'end');
    await world.pollUntil(() => world.texts.length >= 2, 'two lines');
    expect(readTexts().sort()).toEqual([
      'stderr F between',
      `stdout F ${'a'.repeat(16_384)}${'b'.repeat(16_384)}end`,
    ]);
  });
});

it('takes no first word of a line for its time', () => {
  const texts = [
    '2026-11-22T09:00:00.000000001Z',
    '2026-11-22T10:00:00.5+01:00',
    'aaaaaaaaaaaaaaaaaaa.aaaaaaaaaZ',
    '',
  ];
  expect(texts.map((text) => Instant.parse(text)?.toUnixTime() ?? null)).toEqual([
    '1795338000.000000001',
    '1795338000.500000000',
    null,
    null,
  ]);
});

describe('what Docker does not keep', () => {
  it('is a gap when the log was rotated while the program was down', async () => {
    docker.create('web');
    writeSome(5);
    await readAll();
    await world.stop();
    writeSome(5);
    docker.now(60_000_000_000);
    docker.rotate('web', 2);
    await world.pollUntil(() => world.texts.length >= 7, 'the lines that are left');
    expect(readTexts()).toEqual([...written.slice(0, 5), ...written.slice(8)]);
    expect(world.gaps).toEqual([expect.stringContaining('no longer holds the last line that was read')]);
  });

  it('is a gap when the log was emptied, and none when all of it is there', async () => {
    docker.create('web');
    writeSome(5);
    await readAll();
    await world.stop();
    docker.rotate('web', 1);
    await following();
    expect(world.gaps).toEqual([]);
    await world.stop();
    docker.rotate('web', 0);
    await world.pollUntil(() => world.gaps.length > 0, 'the gap');
    writeSome(2);
    await readAll();
    expect(readTexts()).toEqual(written);
  });

  it('is a gap when the container was removed while the program was down, and none when it was kept', async () => {
    docker.create('web');
    writeSome(3);
    await readAll();
    await world.stop();
    writeSome(3);
    docker.create('web', 'kept');
    writeSome(3);
    await readAll();
    expect(readTexts()).toEqual(written);
    expect(world.gaps).toEqual([]);
    await world.stop();
    docker.create('web', 'removed');
    writeSome(3);
    await readAll();
    expect(world.gaps).toEqual([expect.stringContaining('removed before the end of its log was read')]);
  });

  it('is no gap when the container was read until it stopped', async () => {
    docker.create('web');
    await following();
    writeSome(3);
    docker.create('web', 'removed');
    writeSome(3);
    await readAll();
    expect(readTexts()).toEqual(written);
    expect(world.gaps).toEqual([]);
  });

  it('is told of a log driver that cannot be read', async () => {
    const container = docker.create('web');
    docker.logRefusal = { status: 501, message: 'configured logging driver does not support reading' };
    await world.pollUntil(() => world.problem !== null, 'the problem');
    expect(world.problem).toBe('Docker answers 501: configured logging driver does not support reading');
    container.logDriver = 'none';
    await world.pollUntil(() => world.problem?.includes('none') === true, 'the other problem');
  });
});

describe('Docker itself', () => {
  it('may be away at the start and later', async () => {
    docker.create('web');
    await docker.close();
    await world.pollUntil(() => world.problem !== null, 'the problem');
    expect(world.problem).toContain('no such socket; set DOCKER_HOST');
    await docker.listen();
    writeSome(3);
    await readAll();
    await docker.close();
    await world.pollUntil(() => world.problem !== null, 'the problem');
    await docker.listen();
    writeSome(3);
    await readAll();
    expect(readTexts()).toEqual(written);
  });

  it.each(['ssh://host.example', '/var/run/docker.sock'])('has no address such as %s', async (dockerHost) => {
    const api = createDockerApi(dockerHost);
    const other = new SourceWorld({ type: 'docker', name: 'docker:web', container: 'web' }, () =>
      createDockerReader({ api, container: 'web' }),
    );
    await other.pollUntil(() => other.problem !== null, 'the problem');
    expect(other.problem).toBe('DOCKER_HOST is neither unix:///path nor tcp://host:port');
    await other.kill();
  });

  it('waits while nothing is committed', async () => {
    docker.create('web');
    world.refusals = Infinity;
    await following();
    for (let n = 0; n < 100_000; n++) write();
    let before = Infinity;
    while (docker.unsentBytes < before) {
      before = docker.unsentBytes;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(docker.unsentBytes).toBeGreaterThan(1024 * 1024);
    world.refusals = 0;
    await readAll();
    expect(readTexts()).toEqual(written);
    expect(Math.max(...world.chunkSizes)).toBeLessThan(8_000);
  });
});

describe('any order of what may happen', () => {
  const seeds = Array.from({ length: Number(process.env['SCHEDULES'] ?? 40) }, (_, index) => index + 1);

  it.each(seeds)('loses nothing and doubles nothing (seed %i)', async (seed) => {
    await begin(seed + 1_000);
    const random = createRandom(seed);
    const steps: [weight: number, step: () => unknown][] = [
      [8, () => writeSome(1 + random(20))],
      [4, () => Array.from({ length: 1 + random(6) }, () => write(random(2) === 0 ? 'stdout' : 'stderr', 0))],
      [2, () => Array.from({ length: 2 }, () => writeAlike())],
      [3, () => writeOutOfOrder()],
      [2, () => docker.now(1_000_000 * random(9_000))],
      [8, () => world.poll()],
      [3, () => following()],
      [4, () => docker.cut()],
      [3, () => world.kill()],
      [2, () => world.stop()],
      [2, () => (world.refusals = 1 + random(3))],
      [2, () => docker.restart('web')],
      // Of a container that came and went before anything of it was committed, nobody knows.
      [1, () => known().then(() => docker.create('web', 'kept'))],
      [1, () => docker.close().then(() => docker.listen())],
    ];
    const weighted = steps.flatMap(([weight, step]) => Array.from({ length: weight }, () => step));
    const writeAlike = () => {
      written.push('stdout F the same line');
      docker.write('web', 'stdout', 'the same line', 0);
    };
    const writeOutOfOrder = async () => {
      write('stdout', 3_000_000_000);
      if (random(2) === 0) await readAll().then(() => world.kill());
      write('stderr', -2_000_000_000);
      write('stdout', 2_500_000_000);
    };
    docker.create('web');
    for (let n = 0; n < 30; n++) await weighted[random(weighted.length)]?.();
    world.refusals = 0;
    write();
    await readAll();
    await following();
    await world.poll();
    expect(readTexts()).toEqual(written);
    expect([world.gaps, docker.complaints]).toEqual([[], []]);
    expect(world.locations.size).toBe(written.length);
  });
});
