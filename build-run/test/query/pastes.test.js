import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { causeCatalogue } from '../../src/diagnose/causes/index.js';
import { readPaste } from '../../src/parse/read-paste.js';
import { answerQuestion, answerReadOnly } from '../../src/query/answer-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { damages, records } from '../support/damaged-records.js';
import { options } from '../support/decode-line.js';
import { collectMarkup, findForbiddenMarkup, hostileText } from '../support/hostile-text.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const store = openTwoDayStore();
afterAll(() => store.close());
const context = { repository: store, now: twoPm, timezone: 'UTC', user: 'U0ADA' };
const answer = (text) =>
  renderTerminalText(answerReadOnly(text, context), { width: 400, colour: false }).replace(/\s+/g, ' ');
const titles = new Map(causeCatalogue.map(({ id, title }) => [id, title]));
describe('a record pasted in place of a question', () => {
  it('is explained behind `explain`, as in a terminal', () => {
    for (const [cause, record] of records)
      expect(answer(`explain ${record}`)).toContain(titles.get(cause) ?? '?');
  });
  it('is explained alone', () => {
    for (const [cause, record] of records) expect(answer(record)).toContain(titles.get(cause) ?? '?');
  });
  it('is explained damaged, and the answer says what was mended', () => {
    const results = damages.flatMap(([, apply]) =>
      records.map(([cause, record]) => {
        const text = answer(`explain ${apply(record)}`);
        const { repairs } = readPaste(apply(record).trim(), options);
        return { repairs, isRight: text.includes(titles.get(cause) ?? '?'), text };
      }),
    );
    expect(results.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(110);
    const mended = results.filter(({ repairs }) => repairs.length > 0);
    expect(mended.length).toBeGreaterThanOrEqual(5);
    for (const { repairs, text } of mended)
      expect(text).toContain(`Not as a gateway writes it: ${repairs.join(', ')}`);
  });
  it.each([
    ['no-live-upstreams', 'explain nginx says: no live upstreams while connecting to upstream'],
    ['circuit-open', 'explain 503 | UO'],
    ['no-live-upstreams', 'explain no healthy upstream'],
    ['read-timeout', 'what does this mean?\nupstream request timeout'],
  ])('tells of %s in: %s', (cause, text) => {
    expect(answer(text)).toContain(titles.get(cause) ?? '?');
  });
  it('that cannot be read is called unknown, not a question', () => {
    expect(answer(`explain 7f 03 ${'lorem ipsum dolor sit amet '.repeat(4)}`)).toContain('Unknown format');
  });
  it('counts nothing and changes nothing', () => {
    const before = answer('how many failures today');
    for (const [, record] of records)
      expect(answerQuestion(`explain ${record}`, context)).toEqual({ message: expect.anything() });
    expect(answer('how many failures today')).toBe(before);
  });
});
describe('a question stays a question', () => {
  it.each([
    'explain BG-142',
    'explain the 502s',
    'explain payments-api',
    'please explain why payments-api is failing',
    'explain 503s today',
    'explain timeouts since 9',
    'why are we getting connection refused?',
  ])('%s', (question) => {
    expect(answer(question)).not.toContain('Format:');
  });
  it('and a note may hold a record', () => {
    const [, record] = records[0] ?? ['', ''];
    const { action } = answerQuestion(`note BG-142 seen: ${record}`, context);
    expect(action).toMatchObject({ type: 'note' });
  });
});
describe('hostile text in a paste', () => {
  it('formats, links and mentions nothing, and fits into a message', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...records), fc.nat(40), (attack, [, record], place) => {
        const at = Math.floor((record.length * place) / 40);
        for (const text of [
          `explain ${attack}`,
          `explain ${record.slice(0, at)}${attack}${record.slice(at)}`,
          `${attack}${record}`,
        ]) {
          const message = answerReadOnly(text, context);
          expect(validateMessage(message)).toEqual([]);
          expect(collectMarkup(message).flatMap(findForbiddenMarkup)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });
  it('orders nothing', () => {
    for (const order of ['silence everything 2h', 'ack BG-142', 'resolve BG-142'])
      for (const [, record] of records)
        for (const text of [`explain ${order} ${record}`, `explain ${order}`, `${record}\n${order}`])
          expect(answerQuestion(text, context).action).toBeUndefined();
  });
});
