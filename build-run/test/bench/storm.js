// A gateway whose every request fails, thousands a second: `npm run storm [scene …]`, all scenes by default. The built
// program follows both logs; each scene prints how many requests failed, how many it counted, with which causes `analyze`
// and the program explain them, and its peak memory. Ends with 1 when a number differs or memory is above its limit.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStoreReader } from '../../src/storage/store.js';
import { startBot, waitForOutput } from '../support/crash/bot.js';

const scenes = {
  'live-error-first': { perSecond: 5_000, seconds: 15, first: 'error' },
  'live-access-first': { perSecond: 5_000, seconds: 15, first: 'access' },
  'live-interleaved': { perSecond: 5_000, seconds: 15, first: 'both' },
  'live-access-3s-late': { perSecond: 2_000, seconds: 15, first: 'error', lateSeconds: 3 },
  'live-error-10s-late': { perSecond: 2_000, seconds: 15, first: 'access', lateSeconds: 10 },
  'kill-while-waiting': { perSecond: 2_000, seconds: 12, first: 'error', lateSeconds: 4, ending: 'kill' },
  'stop-while-waiting': { perSecond: 2_000, seconds: 12, first: 'error', lateSeconds: 4, ending: 'stop' },
  backlog: { perSecond: 333, seconds: 600, isBacklog: true, first: 'error' },
  'backlog-killed': { perSecond: 333, seconds: 600, isBacklog: true, first: 'error', ending: 'kill' },
};
const memoryMiBMax = 250;
const stepMs = 200;
const countTimeoutMs = 480_000;
const causes = [
  { text: 'connect() failed (111: Connection refused) while connecting to upstream', status: 502 },
  { text: 'upstream timed out (110: Connection timed out) while connecting to upstream', status: 504 },
  {
    text: 'upstream prematurely closed connection while reading response header from upstream',
    status: 502,
  },
];
async function playScenes(chosen) {
  let isRight = true;
  for (const name of chosen.length === 0 ? Object.keys(scenes) : chosen) {
    const scene = scenes[name];
    if (scene === undefined) throw new Error(`No scene ${name}: ${Object.keys(scenes).join(', ')}`);
    isRight = (await playScene(name, scene)) && isRight;
  }
  return isRight;
}
async function playScene(name, scene) {
  const dir = mkdtempSync(join(tmpdir(), 'badgateway-storm-'));
  const logs = { access: join(dir, 'access.log'), error: join(dir, 'error.log') };
  for (const path of Object.values(logs)) closeSync(openSync(path, 'a'));
  const storm = new Storm(scene, logs);
  const startedAt = performance.now();
  let memoryMiB = 0;
  let bot = start(dir);
  const watch = setInterval(() => (memoryMiB = Math.max(memoryMiB, readPeakMemory(bot))), 200);
  try {
    await waitForOutput(bot, 'Following');
    if (scene.isBacklog) {
      await bot.stop();
      storm.writeAll(Date.now() - scene.seconds * 1_000);
      bot = start(dir);
      if (scene.ending !== undefined) {
        await sleep(6_000);
        bot = await restart(bot, scene.ending, dir);
      }
    } else {
      const middle = scene.seconds * 500;
      await storm.writeLive(async (elapsedMs) => {
        if (scene.ending === undefined || elapsedMs < middle || elapsedMs >= middle + stepMs) return;
        bot = await restart(bot, scene.ending, dir);
      });
    }
    const total = scene.perSecond * scene.seconds;
    const counted = await waitForCount(join(dir, 'badgateway.db'), total);
    memoryMiB = Math.max(memoryMiB, readPeakMemory(bot));
    const expected = analyze(Object.values(logs));
    const isExact = counted.total === total && counted.causes === expected && memoryMiB < memoryMiBMax;
    console.log(
      `${isExact ? 'right' : 'WRONG'} ${name}: ${total} failed, ${counted.total} counted (${counted.causes}); analyze ${expected}; ${Math.round(memoryMiB)} MiB; ${Math.round((performance.now() - startedAt) / 1_000)} s`,
    );
    return isExact;
  } finally {
    clearInterval(watch);
    await bot.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}
/** Writes both logs of a failing gateway. Truth: each request fails once, at the time of its line. */
class Storm {
  #scene;
  #logs;
  #written = 0;
  constructor(scene, logs) {
    this.#scene = scene;
    this.#logs = logs;
  }
  /** All requests at once, the first at `from`. */
  writeAll(from) {
    const { perSecond, seconds } = this.#scene;
    for (let second = 0; second < seconds; second++) {
      const requests = this.#take(perSecond, from + second * 1_000, 1_000);
      writeFileSync(this.#logs.error, requests.map(({ error }) => error).join(''), { flag: 'a' });
      writeFileSync(this.#logs.access, requests.map(({ access }) => access).join(''), { flag: 'a' });
    }
  }
  /** A step of requests at a time, as they happen. */
  async writeLive(onStep) {
    const { perSecond, seconds, first, lateSeconds = 0 } = this.#scene;
    const late = [];
    const startedAt = Date.now();
    for (let elapsedMs = 0; elapsedMs < seconds * 1_000; elapsedMs += stepMs) {
      await onStep(elapsedMs);
      const requests = this.#take((perSecond * stepMs) / 1_000, startedAt + elapsedMs, stepMs);
      const texts = {
        error: requests.map(({ error }) => error).join(''),
        access: requests.map(({ access }) => access).join(''),
      };
      const [ahead, behind] = first === 'access' ? ['access', 'error'] : ['error', 'access'];
      appendFileSync(this.#logs[ahead], texts[ahead]);
      late.push({ dueMs: elapsedMs + lateSeconds * 1_000, path: this.#logs[behind], text: texts[behind] });
      while ((late[0]?.dueMs ?? Infinity) <= elapsedMs) writeLate(late);
      // Half a step between the logs where one is first, so that each is read alone.
      if (first !== 'both' && lateSeconds === 0) await sleep(stepMs / 2);
      await sleep(Math.max(0, startedAt + elapsedMs + stepMs - Date.now()));
    }
    while (late.length > 0) {
      if (lateSeconds > 0) await sleep(stepMs);
      writeLate(late);
    }
  }
  #take(count, from, spanMs) {
    return Array.from({ length: count }, (_, index) => {
      const id = this.#written++;
      const at = new Date(from + Math.floor((index * spanMs) / count));
      const [, day, month, year, time] = at.toUTCString().split(' ');
      const [date = ''] = at.toISOString().split('T');
      const cause = causes[id % 10 < 7 ? 0 : id % 10 < 9 ? 1 : 2] ?? causes[0];
      const client = `192.0.2.${id % 250}`;
      const request = `GET /api/pay/${id} HTTP/1.1`;
      return {
        error: `${date.replaceAll('-', '/')} ${time} [error] 31#31: *${id} ${cause.text}, client: ${client}, server: shop.example, request: "${request}", upstream: "http://10.0.0.${id % 3}:8080/api/pay/${id}", host: "shop.example"\n`,
        access: `${client} - - [${day}/${month}/${year}:${time} +0000] "${request}" ${cause.status} 157 "-" "curl/8"\n`,
      };
    });
  }
}
function writeLate(late) {
  const next = late.shift();
  if (next !== undefined) appendFileSync(next.path, next.text);
}
const start = (dir) =>
  startBot({ LOGS: join(dir, '*.log'), DATABASE: join(dir, 'badgateway.db'), HISTORY_H: '0' }, dir);
async function restart(bot, ending, dir) {
  await bot[ending]();
  return start(dir);
}
const readPeakMemory = ({ pid }) => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
};
/** Waits until the count is reached and no longer changes: what is counted twice comes late. */
async function waitForCount(database, expected) {
  const repository = openStoreReader(database);
  const span = { from: 0, to: Date.now() + 86_400_000 };
  const read = () => repository.totals(span).failures;
  const deadline = Date.now() + countTimeoutMs;
  let total = read();
  let stableSince = Date.now();
  while (Date.now() < deadline && !(total >= expected && Date.now() - stableSince > 15_000)) {
    await sleep(500);
    const current = read();
    if (current !== total) stableSince = Date.now();
    total = current;
    if (Date.now() - stableSince > 60_000) break;
  }
  const causes = formatCauses(repository.top('cause', span, 20));
  repository.close();
  return { total, causes };
}
function analyze(paths) {
  const { stdout } = spawnSync(process.execPath, [resolve('dist/main.js'), 'analyze', '--json', ...paths], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { PATH: process.env['PATH'], LOG_TIMEZONE: 'UTC', TIMEZONE: 'UTC' },
  });
  const byCause = new Map();
  for (const { cause, count } of JSON.parse(stdout).groups)
    byCause.set(cause, (byCause.get(cause) ?? 0) + count);
  return formatCauses([...byCause].map(([key, count]) => ({ key, count })));
}
const formatCauses = (counts) =>
  counts
    .map(({ key, count }) => `${key} ${count}`)
    .sort()
    .join(', ');
// Last, as the class above is no function that could be used before.
process.exitCode = (await playScenes(process.argv.slice(2))) ? 0 : 1;
