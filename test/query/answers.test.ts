import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/base/spelling.js';
import { answer, commands } from '../../src/query/answer-question.js';
import { windowOf } from '../../src/query/language/time-window.js';
import { understand } from '../../src/query/language/understand.js';
import { terminalText } from '../../src/render/terminal.js';
import { faultsIn } from '../../src/slack/block-kit-limits.js';
import { ledgerOf } from '../support/fake-repository.js';
import { began, coverage, failure, incident, minutes, outage, zone } from '../support/incident-fixtures.js';

const now = began + minutes(13);
const clock = { now, zone };
const slow = failure({
  key: 'slow',
  at: began - minutes(90),
  cause: 'read-timeout',
  upstream: 'orders',
  status: 504,
  route: '/orders/:id',
});
const earlier = incident({
  id: 3,
  number: 97,
  state: {
    name: 'resolved',
    openedAt: began - minutes(3000),
    resolvedAt: began - minutes(2990),
    proof: 'quiet',
    recent: [],
  },
  firstFailureAt: began - minutes(3000),
  lastFailureAt: began - minutes(2999),
});
const ledger = ledgerOf({
  failures: [slow, ...outage()],
  incidents: [incident(), earlier],
  requests: 5000,
  coverage: [coverage()],
});
const ask = (text: string, from = ledger) =>
  terminalText(answer(text, { ...clock, ledger: from }), { width: 110, colour: false });

describe('what people ask', () => {
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
  ])('%j is answered with %j', (question, words) => {
    expect(ask(question)).toContain(words);
  });

  it.each([
    ['stauts', 'Read stauts as status'],
    ['topp cuases', 'Top causes, last 24 h'],
    ['cuases today', 'Top causes, today'],
    ['top upstraems 2h', 'Top upstreams, last 2 h'],
    ['report yesterdya', 'Friday 20 November'],
    ['whhy is pay_bakend failing', '(BG-142)'],
  ])('a slip such as %j does not matter: %s', (question, words) => {
    expect(ask(question)).toContain(words);
  });

  it.each([
    ['wyh bg-142', 'Did you mean why bg-142?'],
    ['top bananas', 'Did you mean top?'],
    ['resovle BG-142', 'Did you mean resolve bg-142?'],
    ['silense pay_backend 2h', 'Did you mean silence pay_backend 2h?'],
  ])('%j is asked back: %s', (question, words) => {
    expect(ask(question)).toContain(words);
  });

  it('shows what can be asked when a question is anybody’s guess', () => {
    expect(ask('lorem ipsum')).toContain('I do not understand lorem ipsum.');
    expect(ask('lorem ipsum')).toContain('how many 502s [today|last 15m|since 2|between 02:00 and 03:00]');
  });

  it.each(['status', 'top causes 2h', 'why BG-142', 'report today'])(
    '%s says how much of the logs was understood',
    (question) => {
      expect(ask(question)).toMatch(/99\.93 % of 12,345 records understood$/);
    },
  );

  it('says which time it counted, in the zone of the reader', () => {
    expect(ask('top causes last 2h')).toContain('Counted: last 2 h (12:27 to 14:27)');
    expect(ask('top causes yesterday')).toContain('Counted: yesterday (20 Nov 00:00 to 23:59)');
  });

  it.each(commands)('help tells of $name', ({ usage, help }) => {
    expect(ask('help').replaceAll('\n  ', ' ')).toContain(`${usage} ${help}`);
  });

  it.each(['', 'top', 'why', 'report today', 'help', 'nonsense'])(
    'Slack takes the answer to %j',
    (question) => {
      expect(faultsIn(answer(question, { ...clock, ledger }))).toEqual([]);
    },
  );
});

describe('status', () => {
  it('is calm when nothing is open, and tells how fresh the logs are', () => {
    const text = ask('', ledgerOf({ coverage: [coverage()], requests: 5000 }));
    expect(text).toContain('No open incident');
    expect(text).toContain('In the last hour: nothing failed.');
    expect(text).toContain('Reading: 1 file, latest record 1 min ago');
  });

  it('does not take silence for health: no file, no record, no permission', () => {
    expect(ask('', ledgerOf({}))).toContain('no file matches LOGS');
    expect(ask('', ledgerOf({ coverage: [coverage({ latestAt: null })] }))).toContain('No log record yet');
    const locked = coverage({ trouble: 'EACCES' });
    expect(ask('', ledgerOf({ coverage: [locked] }))).toContain(
      '/var/log/nginx/error.log cannot be read: EACCES',
    );
  });

  it('names a file that is mostly not understood', () => {
    const foreign = coverage({ file: '/var/log/app.log', records: 100, unparsed: 98 });
    expect(ask('', ledgerOf({ coverage: [foreign] }))).toContain(
      '/var/log/app.log: 98 records of 100 not understood',
    );
  });

  it('names a file of which more than one record in two hundred is not understood, with an example', () => {
    const text = { file: 'x', byte: 0, line: 1, text: 'a record of its own kind' };
    const some = coverage({ file: '/var/log/edge.log', records: 1_000, unparsed: 6, examples: [text] });
    const few = coverage({ file: '/var/log/nginx/error.log', records: 1_000, unparsed: 5, examples: [text] });
    const status = ask('', ledgerOf({ coverage: [some, few] }));
    expect(status).toContain('/var/log/edge.log: 6 records of 1,000 not understood');
    expect(status).toContain('a record of its own kind');
    expect(status).toContain('99.45 % of 2,000 records understood, not 6 of edge.log');
    expect(ask('', ledgerOf({ coverage: [few] }))).not.toContain('its own kind');
  });

  it('links an incident to its message where that is known', () => {
    const linked = answer('', { ...clock, ledger, incidentUrl: () => 'https://slack.example/p1' });
    expect(JSON.stringify(linked.blocks)).toContain(
      '{"type":"link","url":"https://slack.example/p1","text":"BG-142"}',
    );
  });
});

describe('why and top', () => {
  it('why gives every step, all advice against, the records and earlier incidents', () => {
    const text = ask('why BG-142');
    expect(text).toContain('How sure: certain, the records say so.');
    expect(text).toContain('What to do\n1. ');
    expect(text).toMatch(/\n3\. /);
    expect(text).toContain('/api/pay/4711?card=•••');
    expect(text).toContain('Before\n• BG-97');
  });

  it('why says so when there is no such incident', () => {
    expect(ask('why BG-999')).toBe('There is no incident BG-999. The newest is BG-142, from 14:14.');
    expect(ask('why', ledgerOf({}))).toBe('No incident is open. None was opened in the last 7 days.');
  });

  it('top ranks, with shares and what clients did not notice', () => {
    const text = ask('top causes');
    expect(text).toContain('1. 212 Upstream refuses connections, 99.53 %, 3 unnoticed by clients');
    expect(text).toContain('2. 1 Upstream does not answer in time, 0.47 %');
    expect(ask('top causes', ledgerOf({}))).toContain('Nothing failed.');
  });

  it('report answers for days that there are', () => {
    expect(ask('report 2027-01-01')).toContain('There is no report of 2027-01-01');
    expect(ask('report 2026-02-30')).toContain('There is no report of 2026-02-30');
  });
});

describe('the words of a question', () => {
  const names = ledger.names();
  const windowIn = (text: string) => {
    const understood = understand(text, names, clock);
    const [when] = understood.name === 'understood' ? understood.question.when : [];
    return when === undefined ? undefined : windowOf(when, clock);
  };

  it.each([
    ['top last 15m', 15, 'last 15 min'],
    ['top last 2 hours', 120, 'last 2 h'],
    ['top 24h', 1440, 'last 24 h'],
    ['top past week', 10_080, 'last week'],
    ['top 0m', 1, 'last minute'],
    ['top 99999d', 576_000, 'last 400 days'],
  ])('%j is the %i minutes until now, told as %j', (text, length, words) => {
    expect(windowIn(text)).toEqual({ span: { from: now - minutes(length), to: now }, words });
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
  ])('from %j to %j are %i slips', (one, other, slips) => expect(editDistance(one, other)).toBe(slips));

  it('takes the nearest word only when it is near', () => {
    expect(nearest('reprot', ['top', 'report', 'why'])).toBe('report');
    expect(nearest('banana', ['top', 'report', 'why'])).toBeUndefined();
    expect(nearest('x'.repeat(600), ['top', 'report', 'why'])).toBeUndefined();
  });
});
