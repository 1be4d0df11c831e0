import { describe, expect, it } from 'vitest';
import { findNearestWord, measureEditDistance } from '../../src/base/spelling.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { questionHandlers } from '../../src/query/answers/index.js';
import { resolveWindow } from '../../src/query/language/time-window.js';
import { understandQuestion } from '../../src/query/understand-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { openFilledStore } from '../support/filled-store.js';
import {
  makeCoverage,
  makeOutageFailures,
  makePayFailure,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from '../support/incident-fixtures.js';

const now = outageStartedAt + minutes(13);
const queryTime = { now, timezone: timezone };
const slowFailure = makePayFailure({
  key: 'slow',
  at: outageStartedAt - minutes(90),
  cause: 'read-timeout',
  upstream: 'orders',
  status: 504,
  route: '/orders/:id',
});
const earlierIncident = makePayIncident({
  id: 3,
  number: 97,
  state: {
    type: 'resolved',
    openedAt: outageStartedAt - minutes(3000),
    resolvedAt: outageStartedAt - minutes(2990),
    resolution: 'quiet',
    recentFailureTimes: [],
  },
  firstFailureAt: outageStartedAt - minutes(3000),
  lastFailureAt: outageStartedAt - minutes(2999),
});
const repository = openFilledStore({
  failures: [slowFailure, ...makeOutageFailures()],
  incidents: [makePayIncident(), earlierIncident],
  requests: 5000,
  coverage: [makeCoverage()],
});
repository.beginHistory(outageStartedAt - minutes(10_000), outageStartedAt);
const answerText = (text: string, source = repository) =>
  renderTerminalText(answerReadOnly(text, { ...queryTime, repository: source }), {
    width: 110,
    colour: false,
  });

describe('questions', () => {
  it.each([
    ['', '1 open incident'],
    ['status', '1 open incident'],
    ['How is it now?', '1 open incident'],
    ['top', 'Top causes, last 24 h'],
    ['top causes last 2h please', 'Top causes, last 2 h'],
    ['TOP Routes today!', 'Top routes, today'],
    ['show me the top 5 upstreams of the last 7 days', 'Top upstreams, last 7 days'],
    ['causes 15m', 'Top causes, last 15 min'],
    ['which peers failed in the last hour?', 'Top peers, last hour'],
    ['why', '(BG-142)'],
    ['why BG-97', '(BG-97)'],
    ['bg142', '(BG-142)'],
    ['What about BG-142?', '(BG-142)'],
    ['142', '(BG-142)'],
    ['why is this incident', '(BG-142)'],
    ['report', 'Friday 20 November'],
    ['today', 'Saturday 21 November so far'],
    ['report 2026-11-19', 'Thursday 19 November'],
    ['<@U0BOT> help', 'what failed most'],
  ])('answers %j with %j', (question, expected) => {
    expect(answerText(question)).toContain(expected);
  });

  it.each([
    ['stauts', 'Read stauts as status'],
    ['topp cuases', 'Top causes, last 24 h'],
    ['cuases today', 'Top causes, today'],
    ['top upstraems 2h', 'Top upstreams, last 2 h'],
    ['report yesterdya', 'Friday 20 November'],
    ['whhy is pay_bakend failing', '(BG-142)'],
  ])('corrects %j: %s', (question, expected) => {
    expect(answerText(question)).toContain(expected);
  });

  it.each([
    ['wyh bg-142', 'Did you mean why bg-142?'],
    ['top bananas', 'Did you mean top?'],
    ['resovle BG-142', 'Did you mean resolve bg-142?'],
    ['silense pay_backend 2h', 'Did you mean silence pay_backend 2h?'],
  ])('suggests a question for %j: %s', (question, expected) => {
    expect(answerText(question)).toContain(expected);
  });

  it('says in one line which words it does not understand, with questions about upstreams of the asker', () => {
    expect(answerText('lorem ipsum')).toMatch(
      /^I do not understand lorem ipsum\. Try why \S+, how many 502s at \S+ today, status\.$/,
    );
    expect(answerText('unsilence payments')).not.toContain('Did you mean');
  });

  it.each(['status', 'top causes 2h', 'why BG-142', 'report today'])(
    '%s states how much of the logs was parsed',
    (question) => {
      expect(answerText(question)).toMatch(/99\.93 % of 12,345 records parsed$/);
    },
  );

  it('state their period in the configured time zone', () => {
    expect(answerText('top causes last 2h')).toContain('Period: last 2 h (12:27 to 14:27)');
    expect(answerText('top causes yesterday')).toContain('Period: yesterday (20 Nov 00:00 to 23:59)');
  });

  it.each(questionHandlers)('help lists $type', ({ usage, help }) => {
    expect(answerText('help').replaceAll('\n  ', ' ')).toContain(`${usage} ${help}`);
  });

  it.each(['', 'top', 'why', 'report today', 'help', 'nonsense'])(
    'Slack takes the answer to %j',
    (question) => {
      expect(validateMessage(answerReadOnly(question, { ...queryTime, repository }))).toEqual([]);
    },
  );
});

describe('an upstream whose name is a word of questions', () => {
  const store = openFilledStore({
    failures: ['accounts', 'routes', 'changes', 'payments'].map((upstream) =>
      makePayFailure({ key: upstream, at: now - minutes(5), upstream, peer: null }),
    ),
  });

  it.each([
    ['how many failures at accounts today', '1 failure at accounts, today.'],
    ['how many failures at the accounts today', '1 failure at accounts, today.'],
    ['failures for routes in the last hour', '1 failure at routes, last hour.'],
    ['how many failures on changes today', '1 failure at changes, today.'],
    ['top accounts today', 'Top clients, today'],
    ['top routes', 'Top routes, last 24 h'],
  ])('%s', (question, expected) => {
    expect(answerText(question, store)).toContain(expected);
  });
});

describe('status', () => {
  it('shows that nothing is open, and how fresh the logs are', () => {
    const text = answerText('', openFilledStore({ coverage: [makeCoverage()], requests: 5000 }));
    expect(text).toContain('No open incident');
    expect(text).toContain('In the last hour: no failures.');
    expect(text).toContain('Reading: 1 file, latest record 1 min ago');
  });

  it('reports a missing file, missing records and missing permission', () => {
    expect(answerText('', openFilledStore({}))).toContain('no file matches LOGS');
    expect(answerText('', openFilledStore({ coverage: [makeCoverage({ latestAt: null })] }))).toContain(
      'No log record yet',
    );
    const locked = makeCoverage({ error: 'EACCES' });
    expect(answerText('', openFilledStore({ coverage: [locked] }))).toContain(
      '/var/log/nginx/error.log cannot be read: EACCES',
    );
  });

  it('names a file that is mostly not parsed', () => {
    const foreign = makeCoverage({ file: '/var/log/app.log', records: 100, unparsed: 98 });
    expect(answerText('', openFilledStore({ coverage: [foreign] }))).toContain(
      '/var/log/app.log: 98 records of 100 not parsed',
    );
  });

  it('names a file with more than one unparsed record in 200, with an example', () => {
    const text = { file: 'x', byte: 0, line: 1, text: 'a record of its own kind' };
    const some = makeCoverage({ file: '/var/log/edge.log', records: 1_000, unparsed: 6, examples: [text] });
    const few = makeCoverage({
      file: '/var/log/nginx/error.log',
      records: 1_000,
      unparsed: 5,
      examples: [text],
    });
    const status = answerText('', openFilledStore({ coverage: [some, few] }));
    expect(status).toContain('/var/log/edge.log: 6 records of 1,000 not parsed');
    expect(status).toContain('a record of its own kind');
    expect(status).toContain('99.45 % of 2,000 records parsed, except 6 of edge.log');
    expect(answerText('', openFilledStore({ coverage: [few] }))).not.toContain('its own kind');
  });

  it('links an incident to its message', () => {
    const linked = answerReadOnly('', {
      ...queryTime,
      repository,
      incidentUrl: () => 'https://slack.example/p1',
    });
    expect(JSON.stringify(linked.blocks)).toContain(
      '{"type":"link","url":"https://slack.example/p1","text":"BG-142"}',
    );
  });
});

describe('why and top', () => {
  it('why lists every step, what to avoid, the records and earlier incidents', () => {
    const text = answerText('why BG-142');
    expect(text).toContain('How sure: certain, the records state it.');
    expect(text).toContain('What to do\n1. ');
    expect(text).toMatch(/\n3\. /);
    expect(text).toContain('/api/pay/4711?card=•••');
    expect(text).toContain('Before\n• BG-97');
  });

  it('why reports an unknown incident', () => {
    expect(answerText('why BG-999')).toBe('There is no incident BG-999. The newest is BG-142, from 14:14.');
    expect(answerText('why', openFilledStore({}))).toBe(
      'No incident is open. None opened in the last 7 days.',
    );
  });

  it('top ranks causes with their shares and the failures that clients did not see', () => {
    const text = answerText('top causes');
    expect(text).toContain('1. 209 Upstream refuses connections, 99.52 %, 3 more not seen by clients');
    expect(text).toContain('2. 1 Upstream does not answer in time, 0.48 %');
    expect(answerText('top causes', openFilledStore({}))).toContain('No failures.');
  });

  it('report rejects days that do not exist', () => {
    expect(answerText('report 2027-01-01')).toContain('No report for 2027-01-01');
    expect(answerText('report 2026-02-30')).toContain('No report for 2026-02-30');
  });
});

describe('the words of a question', () => {
  const names = repository.knownNames();
  const windowIn = (text: string) => {
    const interpretation = understandQuestion(text, names, queryTime);
    const [when] = interpretation.type === 'interpreted' ? interpretation.question.times : [];
    return when === undefined ? undefined : resolveWindow(when, queryTime);
  };

  it.each([
    ['top last 15m', 15, 'last 15 min'],
    ['top last 2 hours', 120, 'last 2 h'],
    ['top 24h', 1440, 'last 24 h'],
    ['top past week', 10_080, 'last week'],
    ['top 0m', 1, 'last minute'],
    ['top 99999d', 576_000, 'last 400 days'],
  ])('%j is the last %i minutes, shown as %j', (text, length, expected) => {
    // Requests are counted by minute.
    const from = Math.floor((now - minutes(length)) / minutes(1)) * minutes(1);
    expect(windowIn(text)).toEqual({ span: { from, to: now }, label: expected });
  });

  it('today ends now, yesterday at midnight', () => {
    const midnight = Date.parse('2026-11-20T23:00:00Z');
    expect(windowIn('top today')?.span).toEqual({ from: midnight, to: now });
    expect(windowIn('top yesterday')?.span).toEqual({ from: midnight - minutes(1440), to: midnight });
  });

  it.each([
    ['status', 'status', 0],
    ['stauts', 'status', 1],
    ['cuases', 'causes', 1],
    ['to', 'top', 1],
    ['', 'top', 3],
    ['why', 'report', 6],
  ])('the edit distance from %j to %j is %i', (a, b, slips) => expect(measureEditDistance(a, b)).toBe(slips));

  it('finds the nearest word only when it is near', () => {
    expect(findNearestWord('reprot', ['top', 'report', 'why'])).toBe('report');
    expect(findNearestWord('banana', ['top', 'report', 'why'])).toBeUndefined();
    expect(findNearestWord('x'.repeat(600), ['top', 'report', 'why'])).toBeUndefined();
  });
});
