import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { toPlainMessage } from '../../src/slack/payload.js';

describe('the plain-text version of a message', () => {
  it('is valid for any text', () => {
    const units = fc.constantFrom('a', '&', '&amp;', '<', '<!channel>', '>', ' ', '😀', '\u0000', '\n');
    const nasty = fc.array(units, { maxLength: 1500 }).map((parts) => parts.join(''));
    const repeated = fc
      .tuple(nasty, fc.integer({ min: 1, max: 40 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(repeated, (text) => {
        const plainly = toPlainMessage({ text, blocks: [], tone: 'bad' });
        expect(validateMessage(plainly)).toEqual([]);
        expect(plainly.tone).toBe('bad');
        expect(plainly.text).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
      }),
    );
  });
  it.each([
    ['&amp;', /(&amp;)…$/],
    ['<https://a.example/b|b>', /b>…$/],
    ['😀', /😀…$/],
  ])('is never cut inside %s', (unit, end) => {
    for (const shift of [0, 1, 2, 3, 4]) {
      expect(toPlainMessage({ text: 'x'.repeat(shift) + unit.repeat(2000), blocks: [] }).text).toMatch(end);
    }
  });
  it('keeps a short text unchanged', () => {
    expect(toPlainMessage({ text: 'shop-api is back.', blocks: [] }).text).toBe('shop-api is back.');
  });
});
