import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Committer } from '../../src/cli/run/committer.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { serializeDay, serializeStatus } from '../../src/report/export/api-json.js';
import { renderDayPage } from '../../src/report/page/report.js';
import { renderDayReport } from '../../src/report/report-message.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { summarizePeriod } from '../../src/report/summary/period.js';
import { openStore } from '../../src/storage/store.js';
import { collectMetrics, createCounterState } from '../../src/web/metrics.js';
import { renderMetrics } from '../../src/web/metrics-text.js';
import { minutes, nineAm } from '../support/event-fixtures.js';
import { makeErrorRecord, pipelineRules } from '../support/log-lines.js';

let store;
let offset;
const now = nineAm + minutes(30);
const clock = { now, timezone: 'UTC' };
const path = '/srv/edge-1/gateway.log';
beforeEach(() => {
  store = openStore(':memory:');
  offset = 0;
});
afterEach(() => store.close());
/** Reads lines as a run does that is started anew. */
function follow(lines) {
  const committer = new Committer(store, pipelineRules);
  offset += lines.length;
  committer.commitChunk(
    {
      fileCheckpoint: {
        path,
        dev: '1',
        ino: '1',
        birthTimeNs: '1',
        offset: offset * 100,
        line: offset,
        head: 'a',
        tail: 'b',
        state: 'live',
      },
      lines: lines.map((text, index) => ({ text, location: { file: path, byte: index, line: index + 1 } })),
      atEnd: true,
    },
    now,
  );
}
const programs = [
  (n) => `order ${n} stored in ${n % 90} ms`,
  (n) => `session ${n.toString(16)}f0 of user${n % 7} closed by peer`,
  (n) => `queue depth ${n % 50}, oldest ${n % 9} s`,
  (n) => `GC(${n}) Pause Young (Normal) ${n % 512}M->${n % 128}M(512M) ${n % 9}.${n % 1000}ms`,
  (n) => `warning: slow disk sd${'abcd'[n % 4]} took ${n} ms`,
  (n) => `{"job":${n},"level":"info","words":"job ${n} done"}`,
];
const makeLines = (count) => Array.from({ length: count }, (_, n) => programs[n % 6]?.(n) ?? '');
const show = (question) =>
  renderTerminalText(answerReadOnly(question, { ...clock, repository: store }), {
    width: 400,
    colour: false,
  }).replace(/\s+/g, ' ');
describe('10,000 unread lines', () => {
  beforeEach(() => {
    follow(makeLines(6_000));
    follow(makeLines(4_000));
  });
  it('are 6 patterns, also after a restart', () => {
    const patterns = store.linePatterns({ from: now - minutes(60), to: now + 1 });
    expect(patterns.map(({ count }) => count).reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(patterns).toHaveLength(6);
    expect(patterns[0]).toMatchObject({ kind: 'unread', file: path, firstAt: now, lastAt: now });
  });
  it('are told in the status, the list of unparsed lines, the report, the page, the API and the metrics', () => {
    const sentence = '10,000 unread records are 6 patterns.';
    expect(show('status')).toContain(sentence);
    expect(show('unparsed lines')).toContain(sentence);
    expect(show('unparsed lines')).toContain('1,667 × order <*> stored in <*> ms, at');
    const day = summarizeDay('2026-11-22', clock, store);
    if (day === undefined) throw new Error('no day');
    expect(JSON.stringify(renderDayReport(day))).toContain('are 6 patterns');
    expect(renderDayPage(day, [], [])).toContain('order &lt;*&gt; stored in &lt;*&gt; ms');
    expect(JSON.stringify(serializeDay(day))).toContain('session <*> of user<*> closed by peer');
    const period = summarizePeriod({ from: now - minutes(60), to: now }, 'UTC', store);
    expect(JSON.stringify(serializeStatus(period, [], now))).toContain('order <*> stored in <*> ms');
    const metrics = collectMetrics({ repository: store, now, counters: createCounterState(nineAm) });
    expect(renderMetrics(metrics)).toContain('badgateway_line_patterns{kind="unread"} 6\n');
  });
  it('are forgotten after a month', () => {
    const later = now + minutes(60 * 24 * 31);
    store.prune(later);
    expect(store.linePatterns({ from: 0, to: later })).toEqual([]);
  });
});
it('failures whose message no rule knows have patterns of their own', () => {
  const record = (n) => makeErrorRecord(minutes(1) + n, `flux capacitor ${n} of shop is empty`).text;
  follow(Array.from({ length: 12 }, (_, n) => record(n)));
  const patterns = store.linePatterns({ from: nineAm - minutes(60), to: now + 1 });
  expect(patterns).toMatchObject([
    { kind: 'unknown', pattern: 'flux capacitor <*> of shop is empty', count: 12 },
  ]);
  expect(show('status')).toContain('12 failed attempts with an unknown message are 1 pattern.');
});
it('a few lines of another program in a log that is read are no news', () => {
  follow([
    ...Array.from(
      { length: 1_000 },
      () => '203.0.113.9 - - [22/Nov/2026:09:20:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"',
    ),
    'order 7 stored in 3 ms',
  ]);
  expect(show('status')).not.toContain('pattern');
  expect(show('unparsed lines')).toContain('1 unread record is 1 pattern.');
});
