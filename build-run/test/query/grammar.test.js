import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import rules from '../../src/grammars/query.js';
import { createShapeParser } from '../../src/parse/shape/parse-shape.js';
import { questionHandlers } from '../../src/query/answers/index.js';
import { isSentence } from '../../src/query/language/grammar-actions.js';
import { tokenizeQuestion } from '../../src/query/language/tokenize.js';
import { tokenizeInstruction } from '../../src/query/language/tokenize-instruction.js';
import { createVocabulary } from '../../src/query/language/vocabulary.js';
import { understandQuestion } from '../../src/query/understand-question.js';
import { anyText } from '../support/any-text.js';
import { measureCpuMs } from '../support/cpu-time.js';
import { countRuns } from '../support/property-runs.js';

const names = {
  upstreams: ['payments-api', 'checkout'],
  routes: ['/api/pay/:id'],
  peers: ['10.0.0.7:8080'],
  hosts: [],
  customers: [],
};
const queryTime = { now: Date.UTC(2026, 10, 22, 14), timezone: 'Europe/Berlin' };
const vocabulary = createVocabulary(questionHandlers);
const parseShape = createShapeParser(rules, isSentence);
/** Every word that the grammar may meet, in any order. */
const anyWord = fc.constantFrom(
  ...'why top 10 502 5xx timeouts payments-api /api/pay post now today last 15m 2 hours since 02:00 between and to 3 by upstream status tuesday week this the deploy reload BG-142 chart rate vs is it only threshold as csv weekly report lines first night ack silence until for into note merge'.split(
    ' ',
  ),
);
describe('the vocabulary', () => {
  it('has no phrase that belongs to two questions', () => {
    const phrases = questionHandlers.flatMap((handler) => handler.phrases);
    expect(phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)).toEqual([]);
  });
});
describe('the grammar of questions', () => {
  it('is unambiguous', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 9 }), (logLines) => {
        const question = logLines.join(' ');
        const tokens =
          tokenizeInstruction(question, names, vocabulary) ??
          tokenizeQuestion(question, names, vocabulary).tokens;
        const parsed = parseShape(tokens.map(({ kind }) => kind));
        expect('parseCount' in parsed ? parsed.parseCount : 1).toBeLessThanOrEqual(1);
      }),
      { numRuns: countRuns(3_000) },
    );
  });
  it('reads or rejects any text, in bounded time', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 600 }), (text) => {
        expect(['interpreted', 'unrecognized']).toContain(understandQuestion(text, names, queryTime).type);
      }),
      { numRuns: countRuns(200) },
    );
    const long = '502 by upstream '.repeat(10_000);
    expect(measureCpuMs(() => understandQuestion(long, names, queryTime))).toBeLessThan(500);
  });
});
