import { describe, expect, it } from 'vitest';
import { answerQuestion, answerReadOnly } from '../../src/query/answer-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { renderAnalysis } from '../../src/report/analysis-message.js';
import { serializeDay, serializeIncidentDetail, serializeStatus } from '../../src/report/export/api-json.js';
import { serializeAnalysis } from '../../src/report/export/json.js';
import { buildGroupTable } from '../../src/report/export/tables.js';
import { renderDayPage } from '../../src/report/page/report.js';
import { renderDayReport } from '../../src/report/report-message.js';
import { summarizeAnswers } from '../../src/report/summary/answers.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { summarizeGroups } from '../../src/report/summary/group.js';
import { buildIncidentDetail } from '../../src/report/summary/incident-detail.js';
import { summarizePeriod } from '../../src/report/summary/period.js';
import { collectMetrics, createCounterState } from '../../src/web/metrics.js';
import { renderMetrics } from '../../src/web/metrics-text.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { LogReplay, makeAccessRecord, makeErrorRecord } from '../support/log-lines.js';

const peers = { pay: '10.0.0.7:8080', search: '10.0.1.7:8080', cart: '10.0.2.7:8080' };
const serve = (at, group) =>
  makeAccessRecord(at, 200, [{ peer: peers[group], status: '200', ms: 3, header: true }], {
    group,
    path: `/${group}`,
  });
const fail = (at, group, status, message) => [
  makeErrorRecord(at - 1, message, { connection: at, peer: peers[group], path: `/${group}` }),
  makeAccessRecord(at, status, [{ peer: peers[group], status: String(status), ms: 1 }], {
    group,
    path: `/${group}`,
  }),
];
const saveByRetry = (at) => [
  makeErrorRecord(at - 1, refused, { connection: at, peer: '10.0.2.8:8080', path: '/cart' }),
  makeAccessRecord(
    at,
    200,
    [
      { peer: '10.0.2.8:8080', status: '502', ms: 1 },
      { peer: peers.cart, status: '200', ms: 3, header: true },
    ],
    { group: 'cart', path: '/cart' },
  ),
];
/** A body that ends too soon, and its access line of status 200. */
const truncate = (at) => {
  const record = makeErrorRecord(at - 1, 'upstream prematurely closed connection', {
    connection: at,
    peer: peers.cart,
    path: '/cart',
  });
  return [
    { ...record, text: record.text.replace('while connecting to upstream', 'while reading upstream') },
    serve(at, 'cart'),
  ];
};
const refused = 'connect() failed (111: Connection refused)';
const timedOut = 'upstream timed out (110: Connection timed out)';
const repeat = (count, fromMs, everyMs, make) =>
  Array.from({ length: count }, (_, index) => make(fromMs + index * everyMs)).flat();
/** Times in ms after nine: of the first failure, and between two. */
const outages = {
  pay: { count: 60, from: 70_101, every: 400 },
  search: { count: 30, from: 700_203, every: 700 },
};
/** What happened: the generator knows, no code of the product is asked. */
const truth = {
  pay: outages.pay.count,
  search: outages.search.count,
  truncated: 3,
  undecided: 2,
  saved: 7,
};
const headline = truth.pay + truth.search + truth.truncated + truth.undecided;
const good = 300;
const requests = good + truth.pay + truth.search + truth.truncated + truth.saved;
const story = new LogReplay().replay([
  ...repeat(good / 3, 0, 10_000, (at) => [serve(at, 'pay'), serve(at + 7, 'search'), serve(at + 11, 'cart')]),
  ...repeat(outages.pay.count, outages.pay.from, outages.pay.every, (at) => fail(at, 'pay', 502, refused)),
  ...repeat(outages.search.count, outages.search.from, outages.search.every, (at) =>
    fail(at, 'search', 504, timedOut),
  ),
  ...repeat(truth.truncated, seconds(320) + 301, 31_000, truncate),
  ...repeat(truth.saved, seconds(430) + 401, 1_300, saveByRetry),
  // The access log has no line of these.
  ...repeat(truth.undecided, seconds(540) + 503, 900, (at) => [
    makeErrorRecord(at, refused, { peer: peers.cart, path: '/cart' }),
  ]),
]);
const { store } = story;
const now = nineAm + minutes(30) + 12_345;
const clock = { now, timezone: 'UTC' };
const context = { repository: store, ...clock };
const day = new Date(nineAm).toISOString().slice(0, 10);
const span = { from: nineAm - minutes(60), to: now };
const show = (message) => renderTerminalText(message, { width: 10_000, colour: false });
const ask = (question) => show(answerReadOnly(question, context));
const summary = summarizeDay(day, clock, store);
if (summary === undefined) throw new Error('no such day');
const readDayJson = () => JSON.parse(JSON.stringify(serializeDay(summary)));
const percent = `${((headline / requests) * 100).toFixed(0)} %`;
describe('every surface tells the number of failures that clients saw', () => {
  const impact = `90 requests failed (502 × 60, 504 × 30), 3 truncated responses, 2 failed attempts that clients may have seen, 7 saved by retry, ${percent} of all requests`;
  it.each([
    ['analyze', () => showAnalysis(), `${headline} failures`],
    ['analyze, its sentence', () => showAnalysis(), impact],
    ['the report', () => show(renderDayReport(summary)), `: ${headline} failures`],
    ['the report, its sentence', () => show(renderDayReport(summary)), impact],
    ['the page', () => showPage(), `Failures clients saw ${headline}`],
    ['the page, its share', () => showPage(), `Share of all requests ${percent}`],
    ['how many', () => ask('how many failures today'), `${headline} failures, today.`],
    ['how many, its sentence', () => ask('how many failures today'), impact],
    ['count of an hour', () => ask('count errors last hour'), `${headline} failures, last hour.`],
    ['status', () => ask('status'), impact],
    ['the rate', () => ask('error rate today'), `${percent} of ${requests} requests: ${headline} failures`],
    [
      'a percentage',
      () => ask('what percentage failed today'),
      `${percent} of ${requests} requests: ${headline}`,
    ],
    ['top routes', () => ask('top routes today'), impact],
    [
      'comparison',
      () => ask('compare today with yesterday'),
      `I cannot tell: ${headline} failures today, but no logs were read`,
    ],
    ['share', () => ask('is it dns?'), `none of ${headline} failures`],
  ])('%s', (_, read, expected) => {
    expect(read().replace(/\s+/g, ' ')).toContain(expected);
  });
  it('JSON of analyze and of the API', () => {
    const counts = {
      total: headline + truth.saved,
      alarming: headline,
      clientVisible: truth.pay + truth.search,
      saved: truth.saved,
      truncated: truth.truncated,
      undecided: truth.undecided,
    };
    expect(serializeAnalysis(store, span)).toMatchObject({ requests, failures: counts });
    expect(readDayJson()).toMatchObject({ requests, failures: counts });
    expect(serializeStatus(summarizePeriod(span, 'UTC', store), [], now)).toMatchObject({
      requests,
      failures: counts,
    });
  });
  it('metrics and CSV, as the sum of their parts', () => {
    const metrics = renderMetrics(
      collectMetrics({ repository: store, now, counters: createCounterState(span.from) }),
    );
    const seen = [
      ...metrics.matchAll(/failures_total\{.*outcome="(client-visible|truncated|undecided)"\} (\d+)/g),
    ];
    expect(seen.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(headline);
    const { headers, rows } = buildGroupTable(store.groups(span, 100));
    const sum = (column) => rows.reduce((total, row) => total + Number(row[headers.indexOf(column)]), 0);
    expect(sum('clientVisible') + sum('truncated') + sum('undecided')).toBe(headline);
    expect(sum('saved')).toBe(truth.saved);
    const file = answerQuestion('how many failures today as csv', context).file;
    expect(file?.type === 'text' && file.text.trim().split('\n').length - 1).toBe(headline + truth.saved);
  });
});
describe('lists add up to it', () => {
  it.each([
    'top routes today',
    'top 1 routes today',
    'top peers today',
    'top 2 causes today',
    'top clients today',
  ])('%s', (question) => {
    const text = ask(question);
    const items = [...text.matchAll(/^\d+\. ([\d,]+) /gm)].map(([, count]) => Number(count));
    const more = Number(/and (\d+) more failures?/.exec(text)?.[1] ?? 0);
    expect(items.reduce((sum, count) => sum + count, more)).toBe(headline);
  });
  it('the routes of the report and of analyze', () => {
    for (const text of [show(renderDayReport(summary)), showAnalysis()]) {
      const line = /Routes: (.*)/.exec(text)?.[1] ?? '';
      const counts = [...line.replace(/\([^)]*\)/g, '').matchAll(/ (\d+)/g)].map(([, count]) =>
        Number(count),
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(headline);
    }
  });
});
describe('two incidents at once', () => {
  it.each([
    [1, '60 requests got 502', outages.pay, 0],
    [2, '30 requests got 504', outages.search, 7],
  ])('BG-%i tells its own: %s', (number, sentence, { count, from, every }, servedAfter) => {
    const incident = store.incidentByNumber(number);
    if (incident === undefined) throw new Error(`no incident BG-${number}`);
    const servedTimes = Array.from({ length: good / 3 }, (_, index) => index * 10_000 + servedAfter);
    const isBetween = (at) => at >= from && at <= from + (count - 1) * every;
    const total = count + servedTimes.filter(isBetween).length;
    const share = `${((count / total) * 100).toFixed(0)} % of its requests`;
    for (const text of [story.renderAlert(number, now), ask(`why BG-${number}`), ask(`recap BG-${number}`)])
      expect(text.replace(/\s+/g, ' ')).toContain(`${sentence}, ${share}`);
    expect(serializeIncidentDetail(buildIncidentDetail(incident, store, now))).toMatchObject({
      requests: total,
      failedRequests: count,
    });
  });
});
function showAnalysis() {
  return show(
    renderAnalysis(
      {
        span,
        totals: store.totals(span),
        answers: summarizeAnswers(store, span, {}),
        applicationErrors: [],
        patterns: [],
        groups: summarizeGroups(store, span, 8),
        routes: store.top('route', span, 5).filter(({ key }) => key !== null),
        incidents: store.incidents(span),
        coverage: store.coverage(),
        gatewayRoles: store.gatewayRoles(),
      },
      'UTC',
    ),
  );
}
const showPage = () =>
  summary === undefined
    ? ''
    : renderDayPage(summary, [])
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ');
