import { afterAll, describe, expect, it } from 'vitest';
import { answerQuestion, answerReadOnly } from '../../src/query/answer-question.js';
import type { OperatorAction } from '../../src/query/operator-action.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const store = openTwoDayStore();
afterAll(() => store.close());
const queryContext = { repository: store, now: twoPm, timezone: 'UTC' };
const terminalStyle = { width: 110, colour: false };
/** The words alone: where lines break depends on the screen. */
const answerText = (text: string) =>
  renderTerminalText(answerReadOnly(text, queryContext), terminalStyle).replace(/\s+/g, ' ');

/** Questions as people word them, and parts of their answers. */
const questions: readonly (readonly [question: string, ...words: readonly string[]])[] = [
  ["what's broken?", '1 open incident', 'BG-142 Upstream refuses connections at payments-api'],
  [
    'are we having 502s right now?',
    'No: no failures with status 502, last minute.',
    'In the last 15 min: 18 requests got 502',
  ],
  [
    'are we having 503s right now?',
    'Answers with status 503: not known. No access log shows a request there, last minute.',
  ],
  ['status', '1 open incident'],
  [
    'status payments-api',
    'payments-api is failing: 18 requests got 502',
    'Last good request: in the minute of 13:57',
  ],
  ['is it over?', 'Not over: BG-142', 'still open', 'The last failure was 2 min ago'],
  ['is payments-api back?', 'Not over: BG-142'],
  ['is checkout back?', 'Over: BG-141', 'has been over since 12:11: requests succeeded and none failed'],
  ["who's on it?", 'Nobody is on BG-142 yet', 'ack BG-142'],
  ['who is on BG-141?', 'bob has been on BG-141 since 12:01'],
  ['catch me up', 'BG-142 is open', '13:25 deploy api v813, by ada', '13:30 first failure', '13:31 opened'],
  ['catch me up on BG-141', 'BG-141 is over', '12:01 acknowledged, by bob'],
  ['why are we getting 502s?', '40 Upstream refuses connections at payments-api', 'Open: BG-142'],
  ['why BG-142', '(BG-142)', 'Looks like one bad peer', '5 min before: deploy api v813 by ada'],
  [
    'why is checkout failing?',
    '12 Upstream does not answer in time at checkout',
    '6 Response header exceeds',
  ],
  ['is it us or the upstream?', 'Theirs, the upstream: 100 % of the failures'],
  [
    'is it one pod or all of them?',
    'Mostly one: 10.0.0.7:8080 has 91 %',
    '10.0.0.9:8080: no failure, 120 good',
  ],
  ['which upstream is down?', 'BG-142 Upstream refuses connections at payments-api'],
  [
    'what changed before it started?',
    'deploy api v813, 5 min before the first failure at 13:30',
    '02:00 nginx reload',
  ],
  ['was there a deploy?', 'deploy api v813', '13:25'],
  ['did someone reload nginx last night?', '1 on record, last night', '02:00 nginx reload'],
  ['did someone restart nginx last night?', 'No restart on record, last night.'],
  ['is it dns?', 'No: none of 40 failures in class dns'],
  ['are these timeouts ours or theirs?', 'Theirs, the upstream', 'in class timeout'],
  ['is this the keepalive thing again?', 'No: no failure looks like a keep-alive race'],
  ['how many 502s today?', '46 failures with status 502, today.'],
  ['how many 502s in the last 15 minutes', '18 failures with status 502, last 15 min.'],
  ['502s between 02:00 and 03:00', '6 failures with status 502, between 02:00 and 03:00.'],
  ['502s since 2', '46 failures with status 502, since 02:00.'],
  ['502 rate for /api/pay', '40 failures with status 502 on /api/pay/:id', '20 % of 200 requests'],
  ['502 rate for payments-api', '19 % of 210 requests'],
  ['502 rate for /api/pay last 15m', '18 failures', '45 % of 40 requests'],
  ['502 rate for POST on /api/pay', 'Requests are counted by upstream, host and route only'],
  ['502 rate for /cart', 'No request count for this period, so no error rate.'],
  ['last good request for /api/pay', 'in the minute of 13:57, 3 min ago'],
  [
    'last good request for 192.0.2.77',
    'I cannot tell: good requests are counted by upstream, host and route',
  ],
  [
    '502s by upstream since yesterday',
    '1. 40 payments-api, 87 %',
    '2. 6 checkout',
    'since yesterday (21 Nov 00:00',
  ],
  ['502s by cause this week', '1. 48 Upstream refuses connections', 'this week (16 Nov 00:00'],
  ['502 vs 504 last 24h', 'More: 46 with status 502 against 12 with status 504'],
  ['how many did clients actually see?', '58 failures that were seen by clients'],
  ['how many were retried?', '5 failures that were saved by retry'],
  ['is this normal for a sunday?', 'No: 58 failures so far this Sunday; the one before had 20 by this hour'],
  ['compare today with last tuesday', 'More: 58 today against 8 Tuesday 17 November by the same hour'],
  ['compare today with last thursday', 'I cannot tell: 58 failures today, but no logs were read Thursday'],
  ['is this normal for a monday?', 'I cannot tell', 'no earlier Monday is on record'],
  ['more or less than yesterday?', 'More: 58 today against 0 yesterday by the same hour'],
  ['which customers are affected?', 'Top clients', '12 192.0.2.77'],
  ['which urls?', '1. 40 /api/pay/:id', '2. 12 /cart'],
  ['top 10 routes by 502', '1. 40 /api/pay/:id, 87 %', '2. 6 /login'],
  ['is shop-b.example affected?', 'No: none of 40 failures on host shop-b.example'],
  ['is shop-b.example affected today?', 'In part: 18 of 58 failures (31 %) on host shop-b.example, today.'],
  ['is it only POST?', 'Yes, and nothing else: all of 40 failures for POST'],
  ['only edge-2?', 'Nothing here is called edge-2', 'Gateway machines cannot be used as a filter.'],
  [
    'show me the lines',
    'The latest 3 failures of BG-142',
    '/var/log/nginx/error.log:40',
    'connect() failed, now 39',
  ],
  ['first bad request', 'The first failure of BG-142: 13:30', 'connect() failed, now 0'],
  ['last good request for payments-api', 'in the minute of 13:57, 3 min ago'],
  ['show 5 examples of header too big', 'The latest 5 failures: 02:10', 'too big header 5'],
  ['chart 502s last 6h by upstream', 'most at 13:30 with 15 failures', 'payments-api ·'],
  ['chart failures last 6h by outcome', '52 failures seen by clients', 'saved by retry ···'],
  ['unparsed lines', '1 record not parsed, in 1 file.', 'what nobody can read'],
  ['how do I fix it?', 'What to do 1. Try the bad peer directly', 'Do not raise timeouts'],
  ['what did we do last time?', 'this happened 1 time at payments-api', 'BG-97', 'note BG-142 rolled back'],
  ['which log field am I missing?', '$upstream_header_time would help with 12 of the latest 63'],
  ['silences', 'Nothing is silenced.'],
  ['report yesterday', 'Saturday 21 November: no gateway failures'],
  ['weekly report', 'Week from Sunday 15 November to Saturday 21 November: 28 failures'],
  [
    'report payments-api last month as csv',
    'Causes and upstreams of failures at payments-api, last month, as CSV.',
    'As CSV: 1 row',
  ],
  ['report yesterday as html', 'Saturday 21 November 2026, as HTML.'],
  ['report yesterday as pdf', 'This answer as pdf is not available.', 'report yesterday as html'],
  ['report payments-api yesterday', 'A report with a filter is not available.'],
  ['weekly report 2026-11-21 as json', 'Week from Sunday 15 November to Saturday 21 November 2026, as JSON.'],
  ['bundle BG-142', 'Bundle of BG-142', 'badgateway bundle BG-142'],
  ['bundle BG-999', 'BG-999'],
  ['what would have fired last week with threshold 5?', '1 incident would have opened', 'BG-140'],
  ['help', 'status [payments-api]', 'between 02:00 and 03:00'],
  ['502s since the deploy', '40 failures with status 502, since the deploy.', '(13:25 to 14:00)'],
  ['payments-api vs checkout today', 'More: 40 at payments-api against 18 at checkout'],
  [
    'timeouts at checkout for GET on shop-b.example today',
    '12 failures in class timeout at checkout for GET',
  ],
  ['how many from 192.0.2.78 today', '6 failures from client 192.0.2.78, today.'],
  ['10.0.0.8', '10.0.0.8:8080 is failing'],
  ['incidents today', '3 incidents, today.', 'BG-141', 'BG-140'],
  ['is nginx down?', 'Yes, and nothing else: all of 40 failures in the nginx error log'],
  ['how long has it been down?', 'BG-142 is open', '13:30 first failure'],
  ['anyone looking at this?', 'Nobody is on BG-142 yet'],
  ['did anything fail last night?', '1. 6 Response header exceeds gateway limit'],
  ['what does read timeout mean?', '12 Upstream does not answer in time at checkout'],
];

/** Misspelt questions, the questions they stand for, and the corrections that the answer names. */
const misspelled: readonly (readonly [
  question: string,
  intended: string,
  ...corrections: readonly string[],
])[] = [
  [
    'are we havin 502s rigth now',
    'are we having 502s right now?',
    'Read havin as having',
    'Read rigth as right',
  ],
  ['cach me up', 'catch me up', 'Read cach as catch'],
  ['why are we gettin 502s', 'why are we getting 502s?', 'Read gettin as getting'],
  ['is it us or teh upstream', 'is it us or the upstream?', 'Read teh as the'],
  ['how mny 502s today', 'how many 502s today?', 'Read mny as many'],
  ['how many 502s in the last 15 minuts', 'how many 502s in the last 15 minutes'],
  ['how many did clients actualy see', 'how many did clients actually see?'],
  ['last good requst for payments-api', 'last good request for payments-api', 'Read requst as request'],
  ['staus paymnets-api', 'status payments-api', 'Read paymnets-api as payments-api'],
  ['did someone reload nginx last nite', 'did someone reload nginx last night?'],
  ['what would have fired last week with threshhold 5', 'what would have fired last week with threshold 5?'],
];

describe('misspelt questions', () => {
  it.each(misspelled)('%s', (question, interpretation, ...read) => {
    const text = answerText(question);
    for (const part of read) expect(text).toContain(part);
    expect(
      text
        .replace(/(, )?Read \S+ as \S+/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    ).toBe(answerText(interpretation));
  });

  it.each(['is shop-c.example affected?', 'status checkout-b', 'is paid down?'])(
    '%s: an unknown name is not corrected to a known one',
    (question) => {
      expect(answerText(question)).not.toContain('Read ');
    },
  );
});

describe('an unknown name', () => {
  it.each([
    ['502s at carts', 'carts'],
    ['how many 502s for the carts today?', 'carts'],
    ['errors of handshape', 'handshape'],
    ['timeouts at sloow', 'sloow'],
  ])('%s: is reported, and never read as a filter', (question, name) => {
    expect(answerText(question)).toMatch(new RegExp(`^Nothing here is called ${name}:`));
  });

  it.each([
    ['502s at chekout', 'Read chekout as checkout'],
    ['502s for yesterdy', 'Read yesterdy as yesterday'],
    ['top routes by tmieouts', 'Read tmieouts as timeouts'],
  ])('%s: a misspelling is corrected, and reported', (question, read) => {
    expect(answerText(question)).toContain(read);
  });
});

describe('questions during and after an outage', () => {
  it.each(questions)('%s', (question, ...expectedTexts) => {
    const text = answerText(question);
    for (const part of expectedTexts) expect(text).toContain(part);
    expect(validateMessage(answerReadOnly(question, queryContext))).toEqual([]);
  });

  it.each(questions)('%s: case, punctuation and courtesy do not matter', (question) => {
    const upperCased = `  Hey, please: ${question.toUpperCase().replace(/[?.]+$/, '')} !! `;
    const own = /report|\/api/i.test(question);
    if (!own) expect(answerText(upperCased)).toBe(answerText(question));
  });

  it.each(['how many 502s today?', '502 rate for /api/pay', 'top routes by 502', 'is it only POST?'])(
    '%s: buttons offer the lines behind the number, and the data as CSV',
    (question) => {
      const buttons = answerReadOnly(question, queryContext).blocks.flatMap((block) =>
        block.type === 'actions' ? block.elements : [],
      );
      expect(buttons).toMatchObject([
        { action_id: 'ask:lines', value: `lines ${question}` },
        { action_id: 'ask:csv', value: `${question} as csv` },
      ]);
      expect(answerQuestion(`${question} as csv`, queryContext).file).toMatchObject({ type: 'text' });
      expect(answerText(`lines ${question}`)).toContain('connect() failed, now 39');
    },
  );

  it('state how they were counted', () => {
    expect(answerText('how many 502s today?')).toMatch(
      /Period: today \(00:00 to 14:00\) · only with status 502 · 90 % of 10 records parsed/,
    );
  });
});

describe('instructions', () => {
  const actOf = (text: string): OperatorAction | undefined =>
    answerQuestion(text, { ...queryContext, user: 'U0ADA' }).action;
  const silenced = (act: OperatorAction | undefined) => (act?.type === 'silence' ? act.silence : undefined);

  it.each<[string, OperatorAction]>([
    ['ack BG-142', { type: 'acknowledge', incidentId: 4 }],
    ['ack', { type: 'acknowledge', incidentId: 4 }],
    ['resolve BG-142', { type: 'resolve', incidentId: 4 }],
    [
      'note BG-142 Rolled back to v812; 502s stop',
      { type: 'note', incidentId: 4, text: 'Rolled back to v812; 502s stop' },
    ],
    ['merge BG-141 into BG-142', { type: 'merge', incidentId: 3, intoIncidentId: 4 }],
    [
      'wrong cause BG-142 it was the firewall',
      { type: 'correct-cause', incidentId: 4, cause: null, text: 'it was the firewall' },
    ],
    [
      'wrong cause BG-142 connection reset',
      { type: 'correct-cause', incidentId: 4, cause: 'connection-reset', text: 'connection reset' },
    ],
  ])('%s', (text, action) => expect(actOf(text)).toEqual(action));

  it('silence one target for a while, with the reason as typed', () => {
    expect(silenced(actOf('silence payments-api 2h deploying v813'))).toEqual({
      matcher: { type: 'upstream', upstream: 'payments-api' },
      startsAt: twoPm,
      endsAt: twoPm + 2 * 3_600_000,
      recurrence: null,
      endsWithDeploy: false,
      by: 'U0ADA',
      reason: 'deploying v813',
      createdAt: twoPm,
    });
    expect(silenced(actOf('silence header too big for 30m'))?.matcher).toEqual({
      type: 'cause',
      cause: 'header-too-big',
    });
    expect(silenced(actOf('silence checkout for 30 minutes'))?.endsAt).toBe(twoPm + 1_800_000);
    expect(silenced(actOf('silence payments-* until 18:00'))?.endsAt).toBe(Date.UTC(2026, 10, 22, 18));
  });

  it('silence everything until the next such time of day', () => {
    expect(silenced(actOf('quiet until 09:00'))).toMatchObject({
      matcher: { type: 'all' },
      endsAt: Date.UTC(2026, 10, 23, 9),
    });
  });

  it('end a silence by its number', () => {
    const silence = {
      id: 3,
      matcher: { type: 'all' },
      startsAt: twoPm,
      endsAt: Date.UTC(2026, 10, 23, 9),
      recurrence: null,
      endsWithDeploy: false,
      by: 'U0BOB',
      reason: 'moving racks',
      createdAt: twoPm,
    } as const;
    const quiet = { ...queryContext, user: 'U0ADA', silences: [silence] };
    const text = renderTerminalText(answerQuestion('silences', quiet).message, terminalStyle);
    expect(text).toContain('3: everything until 23 Nov 09:00, by @U0BOB: moving racks');
    expect(answerQuestion('unsilence 3', quiet).action).toEqual({ type: 'unsilence', silence: 3 });
    expect(answerQuestion('unsilence 4', quiet).action).toBeUndefined();
  });

  it.each([
    ['silence bananas 2h', 'I do not know what to silence'],
    ['silence 2h', 'Name what to silence'],
    ['silence payments-api 90d', 'At most 30 days'],
    ['note BG-142', 'Add the text of the note'],
    ['merge BG-142 into BG-142', 'Name another incident to merge into'],
    ['resolve BG-999', 'There is no incident BG-999'],
    ['akc BG-142', 'Did you mean ack bg-142?'],
  ])('%s is rejected: %s', (text, expected) => {
    const { message, action } = answerQuestion(text, { ...queryContext, user: 'U0ADA' });
    expect(renderTerminalText(message, terminalStyle)).toContain(expected);
    expect(action).toBeUndefined();
  });

  it('are rejected without a user', () => {
    expect(answerText('resolve BG-142')).toContain('Run it in Slack');
  });
});
