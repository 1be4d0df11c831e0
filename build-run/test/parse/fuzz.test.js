import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecord } from '../../src/parse/decoders.js';
import { unwrapRecord } from '../../src/parse/envelope/unwrap.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { recordCharsMax } from '../../src/parse/line.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { anyText } from '../support/any-text.js';
import { measureCpuMs } from '../support/cpu-time.js';

const corpus = join(import.meta.dirname, '../../../shared/corpus/dev.jsonl');
const decoderOptions = {
  toEpochMs: createLocalTimeParser('UTC'),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
describe.skipIf(!existsSync(corpus))(
  'randomly damaged lines (needs the corpus beside the repository)',
  () => {
    const lines = existsSync(corpus)
      ? readFileSync(corpus, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).line)
      : [''];
    it('never throw', () => {
      const pieces = fc.oneof(
        fc.constantFrom(
          '"',
          '\\',
          '{',
          '}',
          '[',
          ']',
          ', ',
          ': ',
          '\n',
          '\u0000',
          '\u001b[31m',
          '<!channel>',
          '`',
        ),
        anyText({ maxLength: 12 }),
        fc.constantFrom(...lines).map((line) => line.slice(0, 80)),
      );
      const mutation = fc.tuple(fc.nat(), fc.nat({ max: 40 }), pieces);
      fc.assert(
        fc.property(
          fc.constantFrom(...lines),
          fc.array(mutation, { minLength: 1, maxLength: 4 }),
          (line, mutations) => {
            const broken = mutations.reduce((text, [offset, removed, inserted]) => {
              const index = offset % (text.length + 1);
              return text.slice(0, index) + inserted + text.slice(index + removed);
            }, line);
            expect(() => parseLine(broken)).not.toThrow();
          },
        ),
        { numRuns: 1_500 },
      );
    });
    it('take time in proportion to their length', () => {
      for (const line of lines) {
        const short = line.repeat(Math.ceil(recordCharsMax / 4 / line.length)).slice(0, recordCharsMax / 4);
        const [least, most] = [
          measureCpuMs(() => parseLine(short)),
          measureCpuMs(() => parseLine(short.repeat(4))),
        ];
        // Four times the text may take four times as long; the margin allows for a busy machine.
        expect(most, line.slice(0, 80)).toBeLessThan(Math.max(least, 0.5) * 40);
      }
    });
  },
);
function parseLine(text) {
  const { text: unwrapped, stampedAt, source } = unwrapRecord(text);
  const location = { file: 'fuzz.log', byte: 0, line: 1 };
  return decodeRecord(
    { text: unwrapped.slice(0, recordCharsMax), location, stampedAt, source },
    decoderOptions,
  );
}
