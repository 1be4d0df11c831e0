import { describe, expect, it } from 'vitest';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

/*
 * Questions as people phrase them, at two in the afternoon of Sunday 22 November. The truth is that of two-days.ts:
 * payments-api refuses since 13:30, 40 requests that clients saw and 5 that a retry saved (BG-142, open; a deploy at 13:25);
 * checkout timed out 12 times from 12:00 to 12:11 (BG-141) and sent 6 headers that were too big at 02:10 (BG-140);
 * payments-api failed 8 times on Tuesday from 10:00 to 10:08 (BG-97). Nobody else failed, and no time is kept.
 */
const store = openTwoDayStore();
const ask = (question: string): string =>
  renderTerminalText(answerReadOnly(question, { now: twoPm, timezone: 'UTC', repository: store }), {
    width: 200,
    colour: false,
  });

describe('a point in time', () => {
  it.each<[string, RegExp]>([
    ['what happened at 12:05', /BG-141 is over/],
    ['catch me up on the outage at noon', /BG-141/],
    ['why did payments-api fail at 13:40', /around 13:40[\s\S]*BG-142/],
    ['was it the gateway or the backend at 12:05?', /Theirs, the upstream[\s\S]*around 12:05/],
    ['errors at 2', /around 02:00[\s\S]*No failures/],
    ['errors at 13:40', /14 requests got 502/],
    ['errors around noon', /5 requests got 504/],
    ['at 13:40', /14 requests got 502/],
    ['did it fail at lunch yesterday', /around 12:00, yesterday[\s\S]*No failures/],
    ['why did checkout fail at 03:00', /No failures at checkout, around 03:00/],
  ])('%s', (question, expected) => expect(ask(question)).toMatch(expected));
});

describe('a span of time', () => {
  it.each<[string, RegExp]>([
    ['errors since lunch', /since 12:00[\s\S]*52 requests failed/],
    ['errors since noon', /52 requests failed/],
    ["how many 502s since 13 o'clock", /40 failures with status 502, since 13:00/],
    ['errors after 13:00', /since 13:00[\s\S]*40 requests got 502/],
    ['what failed after the deploy', /since the deploy[\s\S]*40 requests got 502/],
    ['errors before noon', /between 00:00 and 12:00[\s\S]*6 requests got 502/],
    ['errors the last half hour', /last 30 min[\s\S]*40 requests got 502/],
    ['502s in the last quarter of an hour', /with status 502, last 15 min/],
    ['was there an outage this morning?', /No incidents, between 05:00 and 12:00/],
    ['incidents this afternoon', /2 incidents, between 12:00 and 18:00/],
    ['errors yesterday morning', /between 05:00 and 12:00, yesterday[\s\S]*No failures/],
    ['502s yesterday evening', /No failures with status 502, between 18:00 and 24:00, yesterday/],
    ['summary of today', /58 requests failed/],
    ['errors last tuesday', /8 requests got 502/],
  ])('%s', (question, expected) => expect(ask(question)).toMatch(expected));
});

describe('a number of something else than failures', () => {
  it.each<[string, RegExp]>([
    ['how many users were hit', /^. 6 clients with failures, last 24 h/],
    ['how many clients got a 502 in the last hour', /^. 4 clients with failures, last hour/],
    ['how many upstreams failed today', /^. 2 upstreams with failures, today/],
    ['how many routes are affected', /^. 3 routes with failures/],
    ['how many incidents this week', /^4 incidents, this week/],
    ['how many outages today', /^3 incidents, today/],
    ['how many requests did checkout get today', /not known/],
    ['how often did payments-api fail today', /^40 failures at payments-api, today/],
    ['did users notice?', /^58 failures/],
    ['how many failures of POST /api/pay/:id today', /^40 failures/],
    ['how many failures of GET /api/pay/:id today', /^No failures/],
    ['how many requests were saved by retries', /^5 failures that were saved by retry/],
  ])('%s', (question, expected) => expect(ask(question)).toMatch(expected));
});

describe('the most, the longest, the newest', () => {
  it.each<[string, RegExp]>([
    ['which backend is failing the most', /Top upstreams[\s\S]*1\. 40 payments-api/],
    ['most common cause today', /1\. 40 Upstream refuses connections/],
    ['biggest incident', /The biggest: BG-142, 40 failures/],
    ['longest outage of payments-api this month', /The longest: BG-142, 30 min/],
    ['longest outage of checkout', /The longest: BG-141, 11 min/],
    ['newest incident', /BG-142 is open/],
    ['oldest failure today', /^The first failure: 02:10/],
    ['show me the last 5 errors', /The latest 5 failures/],
    ['compare bg-141 and bg-142', /BG-141 11 min and 12 failures, BG-142 30 min and 40 failures/],
    ['compare bg-141 and bg-999', /no incident BG-999/],
    ['mttr this week', /6 min on average, 8 min in the median[\s\S]*1 incident still open/],
    ['mtta', /From opening to acknowledgement/],
  ])('%s', (question, expected) => expect(ask(question)).toMatch(expected));
});

describe('how well it works', () => {
  it.each<[string, RegExp]>([
    ['uptime today', /^91\.83 %, today: 58 of 710 requests failed/],
    ['availability of checkout today', /^96\.4 % at checkout, today: 18 of 500 requests failed/],
    ['error budget', /target of 99 % allows 7, exceeded by 51/],
    ['are we good?', /1 open incident/],
    ['anything on fire?', /1 open incident/],
    ['how bad is it', /1 open incident/],
    ['when did checkout recover', /BG-141[\s\S]*over since 12:11/],
    ['why isnt checkout working', /checkout/],
    ['is it not over yet', /BG-142/],
  ])('%s', (question, expected) => expect(ask(question)).toMatch(expected));
});

describe('what is not known is said so', () => {
  it.each([
    'latency of payments-api',
    'p99 of checkout today',
    'is payments-api slower than checkout',
    'what is the slowest upstream',
    'response times since noon',
  ])('%s', (question) => expect(ask(question)).toMatch(/^I do not keep response times, so I cannot say/));

  it('who restarted nginx', () => expect(ask('who restarted nginx')).toMatch(/^No restart on record/));
});

describe('nothing is left out in silence', () => {
  it.each<[string, string]>([
    ['502s not at checkout today', 'not at checkout'],
    ['504 but not 502', 'but not 502'],
    ['how many failures without checkout today', 'without checkout'],
    ['how many failures except payments-api today', 'except payments-api'],
    ['everything but timeouts today', 'but timeouts'],
    ['errors at checkout excluding timeouts', 'excluding timeouts'],
    ['which upstream had no errors today', 'no errors'],
    ['which routes never fail', 'never fail'],
    ['dont show me 502s', 'dont show me 502s'],
  ])('%s', (question, exclusion) => {
    expect(ask(question)).toContain(`I cannot leave anything out (${exclusion})`);
    expect(ask(question)).not.toMatch(/\d failures|requests got/);
  });
});

describe('what is not understood is one line', () => {
  it.each([
    'should I wake someone',
    'which client had the fewest errors',
    'least failing upstream',
    'smallest incident',
    'shortest outage today',
    'incidents longer than 15 minutes',
    'incidents with more than 10 failures',
    'incidents caused by timeouts',
    'average errors per day this week',
    'errors in the first 10 minutes of bg-142',
    'errors before the deploy',
    'failures other than 502',
    'all upstreams apart from checkout',
    'errors minus checkout',
    'errors on weekends',
    'requests per second at checkout',
    'who resolved bg-140',
    'who owns checkout',
    'which incidents are unacknowledged',
    'restart payments-api',
    'reopen bg-141',
    'will it fail again',
    'errors as of 13:35',
    'how many incidents are open',
    'how many open incidents',
    'who was hit by the outage',
    'who was affected by bg-141',
    'what happened on tuesday',
    'top 2 incidents',
    'oldest open incident',
    'errors over 5 per minute',
    'errors with no upstream',
    'are errors going up or down',
    'errors POST and GET',
    'tell customers',
    'errors at 25:00',
    'how many 502s tomorrow',
    'how many 502s next hour',
    'unsilence payments',
    'worst minute today',
    'anything new today?',
    'postmortem bg-141',
    'how is the weather',
    'is 10.99.99.99:8080 healthy?',
    'ship it to production',
  ])('%s', (question) => {
    const [line = '', ...rest] = ask(question)
      .split('\n')
      .filter((text) => text.trim() !== '' && !/^\s*\[?Help/.test(text));
    expect(line).toMatch(/^(I do not understand|Nothing here is called)/);
    expect(rest.join(' ').length).toBeLessThan(120);
    expect(line).not.toMatch(/\d failures/);
  });
});

describe('an address belongs to its upstream', () => {
  it.each<[string, RegExp]>([
    ['is 10.0.1.7:8080 healthy?', /^Over: BG-141/],
    ['is 10.0.0.8:8080 back', /^Not over: BG-142/],
    ['is checkout still failing', /^Over: BG-141/],
    ['is payments-api still failing', /^Not over: BG-142/],
    ['what changed before the outage', /deploy api v813/],
  ])('%s', (question, expected) => expect(ask(question)).toMatch(expected));
});
