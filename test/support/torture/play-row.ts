import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayMs } from '../../../src/base/duration.js';
import { openStoreReader, type StoreReader } from '../../../src/storage/store.js';
import { startBot, waitForOutput } from '../crash/bot.js';
import { waitFor } from '../fake-slack/users.js';
import { findFreePorts } from '../nginx-lab/ports.js';
import { createRandom, type Random } from '../random.js';
import { startLoggingNginx } from './logging-nginx.js';
import { NumberedClients } from './numbered-clients.js';
import type { Row } from './rows.js';

/** How long a row is played, and how hard. */
export type RowOptions = {
  readonly seed: number;
  readonly requests: number;
  readonly perSecond: number;
  /** How often the program is killed; it stays down for up to `downMsMax`. */
  readonly kills: number;
  readonly downMsMax: number;
  readonly rotateEveryMs: number;
};

/** What became of the requests; the truth is what the clients were answered. */
export type RowReport = {
  readonly answered: number;
  readonly rotations: number;
  readonly kills: number;
  readonly lost: readonly number[];
  readonly doubled: readonly number[];
  /** Requests whose line in the access log was not found, where there is one. */
  readonly unjoined: number;
  /** Failures whose request is none that was made. */
  readonly foreign: number;
  readonly gaps: readonly string[];
  /** How long after the load the last one was counted. */
  readonly lateMs: number;
};

/** Longer than the minute in which lost lines are still looked for. */
const settleMsMax = 90_000;
const quietMs = 4_000;

/** Plays a row with the built program: numbered failing requests through nginx, rotations, and kills. */
export async function playRow(row: Row, options: RowOptions): Promise<RowReport> {
  const random = createRandom(options.seed);
  const base = mkdtempSync(join(tmpdir(), 'badgateway-torture-'));
  const dir = join(base, 'logs');
  mkdirSync(dir);
  // The workers of nginx may write as another user.
  for (const directory of [base, dir]) chmodSync(directory, 0o755);
  const [port = 0, refusedPort = 0] = await findFreePorts(2);
  const nginx = await startLoggingNginx(dir, { port, refusedPort, accessLog: row.accessLog });
  const environment = {
    LOGS: join(dir, '*.log'),
    DATABASE: join(base, 'bot.db'),
    HISTORY_H: '0',
    WEB_PORT: '0',
    ...(row.archives !== undefined && { ARCHIVES: join(dir, row.archives) }),
  };
  const start = () => startBot(environment, base);
  let bot = start();
  try {
    await waitForOutput(bot, 'Following');
    await waitFor(() => hasLooked(base) || undefined, 'the first look', 20_000);
    const clients = new NumberedClients(port);
    const rotator = new Rotator(dir, base, row, options.rotateEveryMs, random);
    const load = clients.send(options.requests, options.perSecond);
    rotator.start();
    const loadMs = (options.requests / options.perSecond) * 1_000;
    for (let kill = 0; kill < options.kills; kill++) {
      await sleep(random(Math.floor((2 * loadMs) / (options.kills + 1)) - options.downMsMax / 2 || 1));
      await bot.kill();
      await sleep(random(options.downMsMax));
      bot = start();
    }
    await load;
    await rotator.stop();
    const lateMs = await waitUntilCounted(base, row, clients.answered.size);
    return {
      ...countRequests(base, clients.answered, row.accessLog !== null),
      rotations: rotator.rotations,
      kills: options.kills,
      lateMs,
    };
  } finally {
    await bot.kill();
    await nginx.stop();
    if (process.env['KEEP'] === undefined) rmSync(base, { recursive: true, force: true });
    else console.log(base);
  }
}

/** Runs logrotate again and again while the logs are written to. */
class Rotator {
  rotations = 0;
  readonly #config: string;
  readonly #state: string;
  readonly #row: Row;
  readonly #everyMs: number;
  readonly #random: Random;
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(dir: string, base: string, row: Row, everyMs: number, random: Random) {
    this.#config = join(base, 'logrotate.conf');
    this.#state = join(base, 'logrotate.state');
    this.#row = row;
    this.#everyMs = everyMs;
    this.#random = random;
    const directives = [
      ...row.logrotate,
      'missingok',
      'notifempty',
      `postrotate\n    kill -USR1 $(cat ${join(dir, 'nginx.pid')})\n  endscript`,
    ];
    writeFileSync(this.#config, `${join(dir, '*.log')} {\n  ${directives.join('\n  ')}\n}\n`);
    chmodSync(this.#config, 0o644);
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      await sleep(this.#everyMs / 2 + this.#random(this.#everyMs));
      const flags = this.#row.onlyLarge ? [] : ['-f'];
      execFileSync('logrotate', [...flags, '-s', this.#state, this.#config], { stdio: 'ignore' });
      this.rotations++;
    }
  }
}

function hasLooked(base: string): boolean {
  try {
    return read(base, (store) => store.coverage().length > 0);
  } catch {
    return false;
  }
}

/** Waits until all are counted and nothing more comes: what is counted twice comes late. */
async function waitUntilCounted(base: string, row: Row, expected: number): Promise<number> {
  const startedAt = performance.now();
  let last = -1;
  let changedAt = startedAt;
  while (performance.now() - startedAt < settleMsMax) {
    const count = read(base, (store) => store.totals({ from: 0, to: Date.now() + dayMs }).failures);
    if (count !== last) changedAt = performance.now();
    last = count;
    const isJoined = row.accessLog === null || read(base, countUnjoined) === 0;
    if (count >= expected && isJoined && performance.now() - changedAt > quietMs) break;
    await sleep(250);
  }
  return Math.round(changedAt - startedAt);
}

const countUnjoined = (store: StoreReader) =>
  [...store.allFailures({ from: 0, to: Date.now() + dayMs })].filter(
    ({ outcome }) => outcome !== 'client-visible',
  ).length;

function countRequests(
  base: string,
  answered: ReadonlySet<number>,
  hasAccessLog: boolean,
): Pick<RowReport, 'answered' | 'lost' | 'doubled' | 'unjoined' | 'foreign' | 'gaps'> {
  return read(base, (store) => {
    const counts = new Map<number, number>();
    let foreign = 0;
    let unjoined = 0;
    for (const { request, outcome } of store.allFailures({ from: 0, to: Date.now() + dayMs })) {
      const number = Number(/^\/r\/(\d+)$/.exec(request?.target ?? '')?.[1] ?? Number.NaN);
      if (answered.has(number)) counts.set(number, (counts.get(number) ?? 0) + 1);
      else foreign++;
      if (outcome !== 'client-visible') unjoined++;
    }
    const gaps = store.dataLosses({ from: 0, to: Date.now() + dayMs });
    return {
      answered: answered.size,
      lost: [...answered].filter((number) => !counts.has(number)),
      doubled: [...counts].filter(([, count]) => count > 1).map(([number]) => number),
      unjoined: hasAccessLog ? unjoined : 0,
      foreign,
      gaps: gaps.map(({ bytes, why }) => `${bytes ?? 'unknown'} bytes: ${why}`),
    };
  });
}

function read<Result>(base: string, query: (store: StoreReader) => Result): Result {
  const store = openStoreReader(join(base, 'bot.db'));
  try {
    return query(store);
  } finally {
    store.close();
  }
}
