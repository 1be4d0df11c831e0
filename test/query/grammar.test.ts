import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import rules from '../../src/grammars/query.js';
import { shapeParser } from '../../src/parse/shape/parse-shape.js';
import { isPlan } from '../../src/query/language/grammar-actions.js';
import { lexed } from '../../src/query/language/tokenize.js';
import { orderTokens } from '../../src/query/language/tokenize-instruction.js';
import { understand } from '../../src/query/language/understand.js';
import { anyText } from '../support/any-text.js';
import { cpuMsOf } from '../support/cpu-time.js';

const names = {
  upstreams: ['payments-api', 'checkout'],
  routes: ['/api/pay/:id'],
  peers: ['10.0.0.7:8080'],
  hosts: [],
  customers: [],
};
const clock = { now: Date.UTC(2026, 10, 22, 14), zone: 'Europe/Berlin' };
const parse = shapeParser(rules, isPlan);

/** Every word that the grammar may meet, in any order. */
const words = fc.constantFrom(
  ...'why top 10 502 5xx timeouts payments-api /api/pay post now today last 15m 2 hours since 02:00 between and to 3 by upstream status tuesday week this the deploy reload BG-142 chart rate vs is it only threshold as csv weekly report lines first night ack silence until for into note merge'.split(
    ' ',
  ),
);

describe('the grammar of questions', () => {
  it('reads whatever it reads in one way', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 9 }), (said) => {
        const question = said.join(' ');
        const tokens = orderTokens(question, names) ?? lexed(question, names).tokens;
        const parsed = parse(tokens.map(({ key }) => key));
        expect('parses' in parsed ? parsed.parses : 1).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('understands or is puzzled, whatever is typed, and soon', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 600 }), (text) => {
        expect(['understood', 'puzzled']).toContain(understand(text, names, clock).name);
      }),
      { numRuns: 200 },
    );
    const long = '502 by upstream '.repeat(10_000);
    expect(cpuMsOf(() => understand(long, names, clock))).toBeLessThan(500);
  });
});
