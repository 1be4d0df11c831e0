import { describe, expect, it } from 'vitest';
import { getLocalDay } from '../../src/base/calendar.js';
import { parseConfig } from '../../src/config/config.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { renderHome, summarizeHome } from '../../src/query/home.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { serializeAnalysis } from '../../src/report/export/json.js';
import { renderDayPage } from '../../src/report/page/report.js';
import { summarizeDay } from '../../src/report/summary/day.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import {
  LogReplay,
  makeAccessRecord,
  makeEnvoyRecord,
  makeErrorRecord,
  makeGoodAccessRecord,
} from '../support/log-lines.js';

const payments = { group: 'payments', path: '/api/pay' };
const search = { group: 'search', path: '/search' };
const app = '10.0.0.7:8080';
/** The application makes the status: nginx got a header. */
const answer = (at, status, options = payments) =>
  makeAccessRecord(at, status, [{ peer: app, status: String(status), ms: 12, header: true }], options);
/** nginx makes the status, and asks no upstream. */
const reject = (at, status) => makeAccessRecord(at, status, [], { group: '-', path: '/up' });
/** So many records, one each `stepMs`. */
const repeat = (count, fromMs, stepMs, make) =>
  Array.from({ length: count }, (_, index) => make(fromMs + index * stepMs));
const ask = (story, question, now = nineAm + minutes(10)) =>
  renderTerminalText(answerReadOnly(question, { now, timezone: 'UTC', repository: story.store }), {
    width: 1_000,
    colour: false,
  });
/** nginx's limit: the notice of the error log, and the answer. */
const limit = (at) => {
  const { text } = makeErrorRecord(at, 'limiting requests, excess: 5.612 by zone "perip"', { path: '/up' });
  return [
    { at, text: text.replace(' while connecting to upstream', '').replace(/, upstream: "[^"]*"/, '') },
    { ...makeAccessRecord(at, 503, [], { group: '-', path: '/up', connection: at }), at: at + 1 },
  ];
};
describe('a run with all kinds of answers', () => {
  const story = new LogReplay().replay([
    ...repeat(300, 0, 400, (at) => makeGoodAccessRecord(at + 1, '10.0.0.8:8080', search)),
    ...repeat(45, seconds(20), 800, (at) => answer(at, 500)),
    ...repeat(20, seconds(21), 900, (at) => answer(at, 499, search)),
    ...repeat(8, seconds(22), 700, (at) => reject(at, 413)),
    ...Array.from({ length: 15 }, (_, index) => limit(seconds(23) + 7 + index * 500)).flat(),
  ]);
  it.each([
    [
      '500s last 10 minutes',
      '45 answers with status 500, made by payments; no gateway failure, last 10 min.',
    ],
    ['how many 499s today', '20 answers with status 499'],
    ['499s today', '20 answers with status 499'],
    ['show 413s', '8 answers with status 413'],
    ['413s at payments', 'No answers with status 413 at payments'],
    ['404s today', 'No answers with status 404, today'],
    ['503s in last 15 min', '15 answers with status 503; no gateway failure, last 15 min.'],
    ['500s on /api/pay', '45 answers with status 500 on /api/pay, made by payments'],
    ['5xx rate', '15 % of 388 requests: 60 answers with status 5xx; no gateway failure'],
    ['4xx rate', '7.2 % of 388 requests: 28 answers with status 4xx'],
    ['answers by status', '388 requests'],
    ['how many requests today', '388 requests, today.'],
    ['how many requests at payments today', '45 requests at payments, made by payments, today.'],
    ['number of requests on /search', '320 requests on /search'],
    ['how many requests got 500 today', '45 answers with status 500'],
    ['how many requests failed today', 'No failures, today.'],
    ['how many failed requests today', 'No failures, today.'],
    ['how many requests got 502 today', 'No failures with status 502, today.'],
    ['how many requests were refused today', 'No failures'],
    ['error rate by status', '45 with status 500'],
    ['how many failures today', 'No failures'],
    ['status', 'BG-1'],
    ['routes of BG-1', '/api/pay'],
    ['lines BG-1', 'GET /api/pay → 500'],
  ])('answers “%s” with a number', (question, expected) => {
    expect(ask(story, question)).toContain(expected);
  });
  it('is told by the analysis and the report of the day', () => {
    const span = { from: nineAm, to: nineAm + minutes(10) };
    expect(serializeAnalysis(story.store, span)).toMatchObject({
      failures: { total: 0 },
      statuses: { 200: 300, 413: 8, 499: 20, 500: 45, 503: 15 },
      groups: [],
      applicationErrors: [{ cause: 'upstream-500', upstream: 'payments', count: 45 }],
    });
    expect(ask(story, 'report today')).toContain(
      'Answers by status: 200 × 300, 500 × 45 (made by payments), 499 × 20, 503 × 15, 413 × 8.',
    );
  });
  it('is told by the Home tab, which never says that nothing fails', () => {
    const clock = { now: nineAm + minutes(10), timezone: 'UTC' };
    const defaults = parseConfig({}, 'UTC');
    if (!defaults.ok) throw new Error('the defaults are wrong');
    const sources = { repository: story.store, silences: [], startedAt: nineAm, settings: defaults.config };
    const home = JSON.stringify(renderHome(summarizeHome(sources, clock), clock, () => undefined));
    expect(home).toContain('No gateway failures of 388 requests.');
    expect(home).not.toContain('No failures of');
    for (const part of ['Answers by status:', '500 × 45 (made by', '499 × 20']) expect(home).toContain(part);
  });
  it('opens an incident for the application alone, and counts no gateway failure', () => {
    expect(story.listIncidents()).toEqual(['BG-1 upstream-500 at payments: 45']);
    expect(story.renderAlert(1)).toContain('Application itself answers 500 at payments');
    expect(story.renderAlert(1)).toContain('45 requests got 500 from the application itself');
    expect(story.summarize(1).incident.severity).toBe('major');
    expect(story.store.totals({ from: nineAm, to: nineAm + minutes(10) })).toMatchObject({
      failures: 0,
      byStatus: {},
      requests: 388,
    });
  });
});
describe('an application that answers 500', () => {
  const nameIncidents = (records) => new LogReplay().replay(records).listIncidents();
  const background = repeat(600, 0, 200, (at) => makeGoodAccessRecord(at + 1, app, payments));
  it.each([
    ['to 5 % of its requests', [...background, ...repeat(30, 0, 4_000, (at) => answer(at, 500))]],
    ['nine times', repeat(9, 0, 2_000, (at) => answer(at, 500))],
    ['within a moment', repeat(40, 0, 100, (at) => answer(at, 500))],
    ['once in ten seconds', repeat(30, 0, 10_000, (at) => answer(at, 500))],
  ])('%s opens nothing', (_, records) => {
    expect(nameIncidents(records)).toEqual([]);
  });
  it('to everybody after a quiet time opens an incident from its beginning', () => {
    const errors = repeat(60, seconds(120), 500, (at) => answer(at, 500));
    const story = new LogReplay().replay([...background, ...errors]);
    expect(story.listIncidents()).toEqual(['BG-1 upstream-500 at payments: 60']);
    expect(story.summarize(1).incident.firstFailureAt).toBe(nineAm + seconds(120));
  });
  it('recovers by its good requests', () => {
    const story = new LogReplay().replay([
      ...repeat(60, 0, 500, (at) => answer(at, 500)),
      ...repeat(240, seconds(31), 500, (at) => makeGoodAccessRecord(at, app, payments)),
    ]);
    expect(story.renderAlert(1)).toContain('Recovery confirmed');
  });
  it('stays apart from an upstream that is down at the same time', () => {
    const refuse = (at) => [
      makeErrorRecord(at, 'connect() failed (111: Connection refused)', { path: '/search' }),
      makeAccessRecord(at, 502, [{ peer: '10.0.0.7:8080', status: '502', ms: 0 }], {
        ...search,
        connection: at,
      }),
    ];
    const story = new LogReplay().replay([
      ...repeat(40, 0, 500, (at) => answer(at, 500)),
      ...Array.from({ length: 20 }, (_, index) => refuse(index * 1_000 + 3)).flat(),
    ]);
    expect(story.listIncidents().toSorted()).toEqual([
      'BG-1 connection-refused at search: 20',
      'BG-2 upstream-500 at payments: 40',
    ]);
    expect(story.store.totals({ from: nineAm, to: nineAm + minutes(10) })).toMatchObject({ failures: 20 });
  });
  it('is likely where only an error log that has nothing about it tells who made the 500', () => {
    const combined = (at) => ({
      at,
      text: `192.0.2.7 - - [21/Nov/2026:09:00:${String(Math.floor(at / 1000)).padStart(2, '0')} +0000] "GET /pay HTTP/1.1" 500 31 "-" "curl/8"`,
    });
    const errors = repeat(40, 0, 500, combined);
    expect(nameIncidents(errors)).toEqual([]);
    const silent = { at: 0, text: '2026/11/21 09:00:00 [notice] 31#31: signal process started' };
    const story = new LogReplay().replay([silent, ...errors]);
    expect(story.listIncidents()).toEqual(['BG-1 upstream-500 at null: 40']);
    expect(story.renderAlert(1)).toMatch(/likely/i);
  });
  it('behind Envoy is known by the response details or the upstream’s service time', () => {
    const errors = repeat(40, 0, 500, (at) => {
      const { text, ...rest } = makeEnvoyRecord(at, 500, '-', 12, '10.0.0.7:8080');
      return { ...rest, text: text.replace(' 12 1 - "-"', ' 12 1 1 "-"') };
    });
    expect(nameIncidents(errors)).toEqual(['BG-1 upstream-500 at 10.0.0.7:8080: 40']);
  });
});
describe('what reaches before the first record', () => {
  const story = new LogReplay().replay([
    ...repeat(60, 0, 500, (at) => answer(at, 500)),
    ...repeat(60, seconds(40), 500, (at) => makeGoodAccessRecord(at, '10.0.0.8:8080', search)),
  ]);
  it.each(['report today', 'status', 'how many failures today', 'why BG-1'])(
    'says since when the logs were read: %s',
    (question) => expect(ask(story, question)).toMatch(/read since 09:00/),
  );
  it('says it on the page of the day', () => {
    const clock = { now: nineAm + minutes(10), timezone: 'UTC' };
    const report = answerReadOnly('report today', { ...clock, repository: story.store });
    expect(JSON.stringify(report)).toContain('read since');
    const summary = summarizeDay(getLocalDay(nineAm, 'UTC'), clock, story.store);
    if (summary === undefined) throw new Error('the day has begun');
    expect(renderDayPage(summary, [])).toMatch(/read since .{0,80}09:00/);
  });
  it('says nothing of it where all was read', () => {
    expect(ask(story, 'how many failures since 09:01')).not.toContain('read since');
  });
});
