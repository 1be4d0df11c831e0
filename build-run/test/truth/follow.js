import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { detectLogs } from '../../src/cli/detect-format.js';
import { Committer } from '../../src/cli/run/committer.js';
import { createDecoderOptions } from '../../src/config/decoder-options.js';
import { openStore } from '../../src/storage/store.js';
import { createTailer } from '../../src/tail/tailer.js';
import { createCounterState } from '../../src/web/metrics.js';
import { createRoutes } from '../../src/web/routes.js';
import { Dice } from './dice.js';
import { configure } from './product.js';

/** How long the bot runs on after the last line: longer than it waits for the other log. */
const restMs = 5_000;
/**
 * Writes the logs of a world line by line, each log with a delay of its own, and rotates them; the bot polls them with the
 * real tailer. Its clock is that of the world.
 */
export async function follow(world, folder) {
  const dice = new Dice(world.seed + 77);
  const logs = groupLogs(world, dice);
  const config = configure(world.features, {
    LOGS: logs.map(({ name }) => join(folder, name)).join(','),
    TIMEZONE: 'UTC',
  });
  for (const { name } of logs) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  const store = openStore(':memory:', world.startMs);
  const getDecoderOptions = createDecoderOptions(config);
  const committer = new Committer(store, { ...config, getDecoderOptions });
  const paths = logs.map(({ name }) => join(folder, name));
  committer.announceLogs([
    ...(await detectLogs(paths, getDecoderOptions)),
    ...listFormats(world).map((gateway) => ({
      gateway,
      source: null,
      location: { file: '', byte: 0, line: 1 },
    })),
  ]);
  const tailer = createTailer({ globs: config.logs, checkpoints: [], from: 'end', excludedFds: [1, 2] });
  let now = world.startMs - 2_000;
  const poll = async () => {
    for (;;) {
      const { hasMore } = await tailer.poll((chunk) => committer.commitChunk(chunk, now), now);
      if (!hasMore) break;
    }
    committer.tick(now);
  };
  await poll();
  const endMs = Math.max(
    ...logs.flatMap(({ parts, delayMs }) => parts.flat().map(({ atMs }) => atMs + delayMs)),
  );
  while (now < endMs) {
    now = Math.max(now + dice.between(200, 4_000), nextLineAt(logs));
    for (const log of logs) writeDueLines(log, folder, now);
    await poll();
  }
  for (const pauseMs of [1_000, restMs]) {
    now += pauseMs;
    await poll();
  }
  const counters = createCounterState(world.startMs);
  const routes = createRoutes(() => ({ repository: store, now, timezone: 'UTC', counters }));
  return {
    now,
    fetch: async (path) => (await routes.request(path)).text(),
    close: async () => {
      await tailer.close();
      store.close();
    },
  };
}
/** The files of a world by the log that they are parts of, oldest part first. */
function groupLogs({ files }, dice) {
  const byName = new Map();
  for (const file of files) {
    const name = file.name.replace(/\.1(\.gz)?$/, '');
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  return [...byName].map(([name, parts]) => ({
    name,
    isGzipped: parts.some(({ isGzipped }) => isGzipped),
    parts: parts.map(({ lines }) => [...lines]),
    delayMs: dice.weigh([
      [0, 60],
      [500, 20],
      [5_000, 15],
      [90_000, 5],
    ]),
  }));
}
const nextLineAt = (logs) =>
  Math.min(
    ...logs.map(({ parts, delayMs }) => (parts.flat()[0]?.atMs ?? Number.POSITIVE_INFINITY) + delayMs),
  );
/** Appends the lines that are due, and rotates the log where its next part begins. */
function writeDueLines({ name, parts, delayMs, isGzipped }, folder, now) {
  const path = join(folder, name);
  for (;;) {
    const [part] = parts;
    if (part === undefined) return;
    const dueCount = part.filter(({ atMs }) => atMs + delayMs <= now).length;
    const due = part.splice(0, dueCount);
    if (due.length > 0) appendFileSync(path, due.map(({ text }) => `${text}\n`).join(''));
    if (part.length > 0 || parts.length === 1) return;
    parts.shift();
    rotate(path, isGzipped);
  }
}
function rotate(path, isGzipped) {
  renameSync(path, `${path}.1`);
  if (isGzipped) {
    writeFileSync(`${path}.1.gz`, gzipSync(readFileSync(`${path}.1`)));
    rmSync(`${path}.1`);
  }
  writeFileSync(path, '');
}
const listFormats = ({ features }) =>
  features.product === 'envoy'
    ? ['envoy-access']
    : [...(features.hasAccessLog ? ['nginx-access'] : []), ...(features.hasErrorLog ? ['nginx-error'] : [])];
