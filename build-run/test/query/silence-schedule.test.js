import { afterAll, describe, expect, it } from 'vitest';
import { addDays, formatDateTime } from '../../src/base/calendar.js';
import { hourMs, minuteMs } from '../../src/base/duration.js';
import { isSilenceActive } from '../../src/notify/silence-schedule.js';
import { answerQuestion } from '../../src/query/answer-question.js';
import { confirmSilenceName, decodeSilence } from '../../src/query/silence-proposal.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const store = openTwoDayStore();
afterAll(() => store.close());
const style = { width: 110, colour: false };
/** Sunday, 22 November 2026, 15:00 in Berlin. */
const asker = { repository: store, now: twoPm, timezone: 'Europe/Berlin', user: 'U0ADA' };
function say(text, now = twoPm) {
  const { message, action } = answerQuestion(text, { ...asker, now });
  const buttons = message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const confirm = buttons.find((element) => 'value' in element && element.action_id === confirmSilenceName);
  const value = confirm !== undefined && 'value' in confirm ? (confirm.value ?? '') : '';
  const proposed = value === '' ? undefined : decodeSilence(value, 'U0ADA', now);
  const done = action?.type === 'silence' ? action.silence : undefined;
  return { reply: renderTerminalText(message, style).replaceAll(/\s+/g, ' '), done, proposed, value };
}
describe('a silence that begins now', () => {
  it.each([
    ['silence payments-api', 'until 16:00'],
    ['silence payments-api 2h deploying v813', 'until 17:00: deploying v813'],
    ['silence payments-api for an hour', 'until 16:00'],
    ['silence payments-api for half an hour', 'until 15:30'],
    ['silence payments-api for the next 2 hours', 'until 17:00'],
    ['silence payments-api until 9pm', 'until 21:00'],
    ['silence payments-api until 9 pm', 'until 21:00'],
    ['silence payments-api until tomorrow 09:00', 'until 23 Nov 09:00'],
    ['silence payments-api until 09:00 tomorrow', 'until 23 Nov 09:00'],
    ['silence payments-api until monday', 'until 23 Nov 00:00'],
    ['silence payments-api until wednesday 06:30', 'until 25 Nov 06:30'],
    ['silence payments-api from 14:00 to 18:00', 'until 18:00'],
    ['silence payments-api until I end it', 'indefinitely'],
    ['silence payments-api until further notice', 'indefinitely'],
    ['silence payments-api 2h for the release', 'until 17:00: for the release'],
    ['silence payments-api 2h 5 pods are moving', 'until 17:00: 5 pods are moving'],
    [
      'silence payments-api until the deploy ends',
      'until a mark says that the deploy is done, at the latest 19:00',
    ],
    [
      'silence payments-api 30m until the deploy is done',
      'until a mark says that the deploy is done, at the latest 15:30',
    ],
  ])('%s', (text, expected) => {
    const { reply, done } = say(text);
    expect(reply).toContain(`Silenced payments-api ${expected}.`);
    expect(done).toMatchObject({ startsAt: twoPm, by: 'U0ADA' });
  });
});
describe('a silence that begins later or repeats is repeated back, and set by a press', () => {
  it.each([
    ['silence payments-api from 22:00 to 23:00', 'from 22:00 until 23:00'],
    ['silence payments-api 22:00-23:00 new disks', 'from 22:00 until 23:00: new disks'],
    ['silence payments-api between 10pm and 11pm', 'from 22:00 until 23:00'],
    ['silence payments-api at 22:00 for 2h', 'from 22:00 until 23 Nov 00:00'],
    ['silence payments-api at 22:00', 'from 22:00 until 23:00'],
    ['silence payments-api in 30 minutes for 1h', 'from 15:30 until 16:30'],
    ['silence payments-api tomorrow 22:00 for 1h', 'from 23 Nov 22:00 until 23 Nov 23:00'],
    ['silence payments-api tomorrow from 22 to 23', 'from 23 Nov 22:00 until 23 Nov 23:00'],
    ['silence payments-api from 22:00 to 23:00 tomorrow', 'from 23 Nov 22:00 until 23 Nov 23:00'],
    ['silence payments-api from 22:00 until 06:00', 'from 22:00 until 23 Nov 06:00'],
    ['silence payments-api from 22:00 until tomorrow 06:00', 'from 22:00 until 23 Nov 06:00'],
    ['silence payments-api from friday 22:00 to sunday 06:00', 'from 27 Nov 22:00 until 29 Nov 06:00'],
    ['silence payments-api on 2026-12-05 22:00-23:30', 'from 5 Dec 22:00 until 5 Dec 23:30'],
    ['silence payments-api tomorrow', 'from 23 Nov 00:00 until 24 Nov 00:00'],
    ['silence payments-api next sunday 02:00-04:00', 'from 29 Nov 02:00 until 29 Nov 04:00'],
    [
      'silence payments-api tomorrow 10:00 until the deploy ends',
      'from 23 Nov 10:00 until a mark says that the deploy is done, at the latest 23 Nov 14:00',
    ],
    ['silence payments-api every sunday 02:00-04:00', 'every Sunday from 02:00 to 04:00, next 29 Nov 02:00'],
    ['silence payments-api sundays 02:00-04:00', 'every Sunday from 02:00 to 04:00, next 29 Nov 02:00'],
    ['silence payments-api every sunday', 'every Sunday from 00:00 to 24:00, active now, next 29 Nov 00:00'],
    [
      'silence payments-api every monday and thursday 22:00 for 3h',
      'every Monday and Thursday from 22:00 to 01:00, next 23 Nov 22:00',
    ],
    ['silence payments-api every night from 1am to 3am', 'every day from 01:00 to 03:00, next 23 Nov 01:00'],
    ['silence payments-api daily 02:00 to 02:30', 'every day from 02:00 to 02:30, next 23 Nov 02:00'],
    [
      'silence payments-api on weekdays 12:00-13:00 backups',
      'Monday to Friday from 12:00 to 13:00, next 23 Nov 12:00: backups',
    ],
    [
      'silence payments-api every sunday 02:00-04:00 until 2026-12-20',
      'every Sunday from 02:00 to 04:00, next 29 Nov 02:00, for the last time before 21 Dec 00:00',
    ],
  ])('%s', (text, expected) => {
    const { reply, done, proposed } = say(text);
    expect(reply).toContain(`I understand: silence payments-api ${expected}. Nothing is silenced yet.`);
    expect(done).toBeUndefined();
    expect(proposed).toMatchObject({ matcher: { type: 'upstream', upstream: 'payments-api' }, by: 'U0ADA' });
  });
  it('cannot be set once its time is over', () => {
    const { value } = say('silence payments-api from 22:00 to 23:00');
    expect(decodeSilence(value, 'U0ADA', twoPm + 7 * hourMs)).toMatchObject({ endsAt: twoPm + 8 * hourMs });
    expect(decodeSilence(value, 'U0ADA', twoPm + 8 * hourMs)).toBeUndefined();
    expect(decodeSilence('{"matcher":{"type":"all"}}', 'U0ADA', twoPm)).toBeUndefined();
    expect(decodeSilence('1:2h', 'U0ADA', twoPm)).toBeUndefined();
  });
});
describe('a time that cannot be read silences nothing', () => {
  it.each([
    ['silence payments-api every first sunday 02:00-04:00', 'I do not understand when'],
    ['silence payments-api every day', 'Add from when to when'],
    ['silence payments-api daily', 'Add from when to when'],
    ['silence payments-api until the maintenance is over', 'I do not understand when'],
    ['silence payments-api every sunday in 2h', 'I do not understand when'],
    ['silence payments-api until 22:00 for 2h', 'I do not understand when'],
    ['silence payments-api 2026-11-20 22:00-23:00', 'That time is over'],
    ['silence payments-api today 10:00-11:00', 'That time is over'],
    ['silence payments-api from 2026-12-05 22:00 to 2026-12-04 22:00', 'That ends before it begins'],
    ['silence payments-api 90d', 'At most 30 days'],
    ['silence payments-api until 2027-11-22', 'At most 30 days'],
    ['silence payments-api 2031-01-01 02:00-03:00', 'more than a year'],
  ])('%s', (text, expected) => {
    const { reply, done, proposed } = say(text);
    expect(reply).toContain(expected);
    expect([done, proposed]).toEqual([undefined, undefined]);
  });
});
describe('a silence that repeats', () => {
  /** Every quarter of an hour of two weeks in which the silence is active, as spans of local time. */
  function listActive(text, now = twoPm, days = 14) {
    const { proposed } = say(text, now);
    if (proposed === undefined) throw new Error(`${text} is no window`);
    const lines = [];
    let since = null;
    for (let at = now; at < now + days * 24 * hourMs; at += 15 * minuteMs) {
      const isActive = isSilenceActive(proposed, at);
      if (isActive && since === null) since = at;
      if (!isActive && since !== null) {
        lines.push(`${formatDateTime(since, asker.timezone)} to ${formatDateTime(at, asker.timezone)}`);
        since = null;
      }
    }
    return lines;
  }
  it('is active on its days only', () => {
    expect(listActive('silence payments-api every sunday 02:00-04:00')).toEqual([
      '29 Nov 02:00 to 29 Nov 04:00',
      '6 Dec 02:00 to 6 Dec 04:00',
    ]);
  });
  it('crosses midnight', () => {
    expect(listActive('silence payments-api every monday 23:00 for 2h')).toEqual([
      '23 Nov 23:00 to 24 Nov 01:00',
      '30 Nov 23:00 to 1 Dec 01:00',
    ]);
  });
  it('begins in the middle of a window that is under way', () => {
    expect(listActive('silence payments-api every sunday 14:00-16:00', twoPm, 7)).toEqual([
      '22 Nov 15:00 to 22 Nov 16:00',
    ]);
  });
  it('ends on its last day', () => {
    expect(listActive('silence payments-api every day 02:00-03:00 until 2026-11-24')).toEqual([
      '23 Nov 02:00 to 23 Nov 03:00',
      '24 Nov 02:00 to 24 Nov 03:00',
    ]);
  });
  it('keeps its local time when the clocks change', () => {
    const beforeChange = Date.UTC(2027, 2, 27, 12);
    expect(addDays('2027-03-27', 1)).toBe('2027-03-28');
    expect(listActive('silence payments-api every day 04:00-05:00', beforeChange, 3)).toEqual([
      '28 Mar 04:00 to 28 Mar 05:00',
      '29 Mar 04:00 to 29 Mar 05:00',
      '30 Mar 04:00 to 30 Mar 05:00',
    ]);
  });
});
