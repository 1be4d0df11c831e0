// Measures answers over many failures: `npm run bench:query`, or `node build/test/bench/query.js [FAILURES] [FOLDER]`.
// The database is created once in the folder and reused; ten million failures take about ten minutes and 8 GB.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { openStore, openStoreReader } from '../../src/storage/store.js';
import { fillDatabase } from './make-failures.js';

const failures = Number(process.argv[2] ?? 10_000_000);
const folder = process.argv[3] ?? join(tmpdir(), 'badgateway-bench');
const rounds = 30;
/** Sunday 22 November 2026, 14:07:23 in UTC. */
const now = Date.UTC(2026, 10, 22, 14, 7, 23);
/** The slowest kinds of question: long spans, rare filters, two filters at once, individual failures. */
const questions = [
  'top causes last 30d',
  'top 10 routes by 502 last 30d',
  '502s by upstream last 30d',
  '502 rate for /api/v1/resource-3 last 30d',
  'is it only POST? last 30d',
  'which customers are affected? last 7d',
  'how many POST on shop-3.example last 7d',
  'chart 502s last 7d by upstream',
  'why are we getting 502s? last 7d',
  'compare this week with last week',
  'is this normal for a sunday?',
  'show 5 examples of header too big on shop-19.example last 14d',
  'what would have fired last week with threshold 5?',
  'is it one pod or all of them?',
  'why BG-349',
  'status',
];
const rowsShown = 10;
mkdirSync(folder, { recursive: true });
const path = join(folder, `${failures}.db`);
if (!existsSync(path)) makeDatabase();
// Migrates a database of an older schema.
openStore(path).close();
const repository = openStoreReader(path);
const queryContext = { repository, now, timezone: 'UTC' };
const results = questions
  .map((question) => ({
    question,
    first: measureAnswer(question),
    times: Array.from({ length: rounds }, () => measureAnswer(question)),
  }))
  .map(({ question, first, times }) => ({
    question,
    first: first.ms,
    p50: getQuantile(
      times.map(({ ms }) => ms),
      0.5,
    ),
    p99: getQuantile(
      times.map(({ ms }) => ms),
      0.99,
    ),
    cpu: getQuantile(
      times.map(({ cpuMs }) => cpuMs),
      0.99,
    ),
  }))
  .sort((a, b) => b.p99 - a.p99);
repository.close();
console.log(
  `${failures} failures in 30 days, ${Math.round(statSync(path).size / 1024 ** 2)} MB; ${rounds} rounds, ms; cpu: p99 of processor time`,
);
console.log(['first', 'p50', 'p99', 'cpu'].map((name) => name.padStart(6)).join(' '));
for (const { question, first, p50, p99, cpu } of results.slice(0, rowsShown))
  console.log(`${[first, p50, p99, cpu].map((ms) => ms.toFixed(0).padStart(6)).join(' ')}  ${question}`);
function makeDatabase() {
  const startedAt = Date.now();
  fillDatabase(path, failures, now, (stored) => {
    if (stored % 100_000 === 0)
      process.stderr.write(
        `\r${stored} stored, ${Math.round((stored / (Date.now() - startedAt)) * 1000)} per second `,
      );
  });
  process.stderr.write('\n');
}
function measureAnswer(question) {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  answerReadOnly(question, queryContext);
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1_000 };
}
function getQuantile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
