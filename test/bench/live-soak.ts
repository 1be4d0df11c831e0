/**
 * `npm run soak:live -- [minutes] [lines a second]`: a bot that follows busy logs in which names come and go, while twenty
 * people read its page. Prints memory, latencies and the size of the database, and exits with 1 if a target is missed.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [minutes = 45, linesPerSecond = 250] = process.argv.slice(2).map(Number);
const readers = 20;
const port = 18_502;
const databaseMaxMb = 64;
const paths = ['/', '/metrics', '/api/v1/status', '/ask?q=top+upstreams', '/ask?q=how+many+502s+today'];

const folder = mkdtempSync(join(tmpdir(), 'badgateway-soak-'));
const accessLog = join(folder, 'access.log');
const errorLog = join(folder, 'error.log');
const database = join(folder, 'soak.db');

/** Names of this minute: services, peers, routes and clients are replaced as deployments and visitors do. */
function writeSecond(second: number): void {
  const now = new Date();
  const access: string[] = [];
  const errors: string[] = [];
  const generation = Math.floor(second / 60);
  for (let line = 0; line < linesPerSecond; line += 1) {
    const number = second * linesPerSecond + line;
    const service = `svc-${(number * 7) % 40}-${generation % 30}`;
    const peer = `10.${generation % 200}.${number % 250}.${(number * 13) % 250}:8080`;
    const client = `198.51.${(number * 31) % 250}.${(number * 17) % 250}`;
    const target = `/v${generation % 50}/${['cart', 'pay', 'search'][number % 3]}/page-${(number * 11) % 4_000}`;
    const fails = number % 50 === 0;
    access.push(
      JSON.stringify({
        t: (now.getTime() / 1_000).toFixed(3),
        pid: '31',
        c: String(number),
        cr: '1',
        ra: client,
        sn: 'shop.example',
        h: `tenant-${generation % 300}.example`,
        m: 'GET',
        r: `GET ${target} HTTP/1.1`,
        s: fails ? '502' : '200',
        b: '157',
        rt: '0.004',
        un: service,
        ua: peer,
        us: fails ? '502' : '200',
        uct: '0.001',
        uht: fails ? '-' : '0.003',
        urt: '0.003',
      }),
    );
    if (fails)
      errors.push(
        `${formatErrorTime(now)} [error] 31#31: *${number} connect() failed (111: Connection refused) while connecting to upstream, client: ${client}, server: shop.example, request: "GET ${target} HTTP/1.1", upstream: "http://${peer}${target}", host: "tenant-${generation % 300}.example"`,
      );
  }
  appendFileSync(errorLog, errors.map((text) => `${text}\n`).join(''));
  appendFileSync(accessLog, access.map((text) => `${text}\n`).join(''));
}

const formatErrorTime = (time: Date): string =>
  `${time.toISOString().slice(0, 10).replaceAll('-', '/')} ${time.toISOString().slice(11, 19)}`;

function measureMemoryMb(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

async function readPages(reader: number, isOver: () => boolean, latencies: number[]): Promise<void> {
  for (let turn = reader; !isOver(); turn += 1) {
    const startedAt = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}${paths[turn % paths.length]}`);
    await response.arrayBuffer();
    if (response.status === 503) turnedAway += 1;
    else if (!response.ok) throw new Error(`The page answered ${response.status}.`);
    latencies.push(performance.now() - startedAt);
    await sleep(2_000);
  }
}

async function waitUntilServed(): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const isServed = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isServed) return;
    await sleep(500);
  }
  throw new Error('The bot did not serve its page within 30 s.');
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

appendFileSync(accessLog, '');
appendFileSync(errorLog, '');
const bot = spawn(process.execPath, ['dist/main.js', 'run'], {
  env: {
    ...process.env,
    LOGS: `${accessLog},${errorLog}`,
    LOG_TIMEZONE: 'UTC',
    TIMEZONE: 'UTC',
    DATABASE: database,
    DATABASE_MAX_MB: String(databaseMaxMb),
    HTTP_PORT: String(port),
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const { pid } = bot;
if (pid === undefined) throw new Error('The bot did not start.');
process.on('exit', () => bot.kill('SIGKILL'));
await waitUntilServed();

let isOver = false;
/** Answers that ask a reader to come back in a moment. */
let turnedAway = 0;
const latencies: number[] = [];
const memory: number[] = [];
const databaseMb: number[] = [];
const reading = Promise.all(
  Array.from({ length: readers }, (_, reader) => readPages(reader, () => isOver, latencies)),
);
for (let second = 0; second < minutes * 60; second += 1) {
  const startedAt = Date.now();
  writeSecond(second);
  if (second % 10 === 0) {
    memory.push(measureMemoryMb(pid));
    databaseMb.push(
      [database, `${database}-wal`].reduce(
        (sum, path) => sum + (existsSync(path) ? statSync(path).size : 0),
        0,
      ) / 1_048_576,
    );
  }
  if (second % 300 === 299)
    console.log(
      `${(second + 1) / 60} min: ${memory.at(-1)?.toFixed(0)} MiB, page p99 ${percentile(latencies, 0.99).toFixed(0)} ms, database ${databaseMb.at(-1)?.toFixed(0)} MB`,
    );
  await sleep(Math.max(0, 1_000 - (Date.now() - startedAt)));
}
isOver = true;
await reading;
bot.kill('SIGTERM');

const settled = memory.slice(Math.floor(memory.length / 3));
const results = [
  { quantity: 'memory, highest', target: 200, measured: Math.max(...memory), unit: 'MiB' },
  {
    quantity: 'memory, growth over the last two thirds',
    target: 20,
    measured: percentile(settled.slice(-20), 0.5) - percentile(settled.slice(0, 20), 0.5),
    unit: 'MiB',
  },
  { quantity: 'pages turned away', target: latencies.length / 100, measured: turnedAway, unit: '' },
  { quantity: 'pages, p99', target: 300, measured: percentile(latencies, 0.99), unit: 'ms' },
  { quantity: 'pages, slowest', target: 1_500, measured: Math.max(...latencies), unit: 'ms' },
  {
    quantity: 'database with its log',
    target: databaseMaxMb * 1.25,
    measured: Math.max(...databaseMb),
    unit: 'MB',
  },
];
console.log(
  `${minutes} min, ${linesPerSecond} lines/s, ${latencies.length} pages read, ${turnedAway} turned away`,
);
for (const { quantity, target, measured, unit } of results)
  console.log(
    `${measured <= target ? 'met   ' : 'MISSED'} ${quantity}: ${measured.toFixed(0)} ${unit} (target ${target})`,
  );
process.exitCode = results.every(({ measured, target }) => measured <= target) ? 0 : 1;
