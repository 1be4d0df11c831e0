import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Every regular expression that stands in the source, with the file that it stands in. */
const patterns = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('grammars'))
  .flatMap((path) =>
    extractPatterns(readFileSync(join('src', path), 'utf8')).map((pattern) => ({ path, pattern })),
  );
/** Those that look at pairs of characters, and why that costs nothing: none of them sees a long text. */
const slowExceptions = {
  'base/format-number.ts \\B(?=(\\d{3})+$)': 'a number of ours',
  "query/language/split-words.ts [.:'`_=&|<-]+$": 'a word of a question',
  'base/glob.ts \\[[!^]?\\]?[^\\]]*\\]|.': 'a glob of the configuration',
  'parse/nginx-access/trailing-fields.ts [=: ]+$': 'cut to keyCharsMax before',
  'parse/nginx-error/to-event.ts \\s*\\n\\s*': 'cut to wordsMax before',
};
/** What is repeated to find a pattern that tries too much: what such patterns look for, and what they look past. */
const repeatedTexts = [
  'a',
  'A',
  '0',
  ' ',
  '"',
  "'",
  '\\',
  '(',
  ')',
  '[',
  ']',
  '{',
  ',',
  '.',
  ':',
  ';',
  '/',
  '-',
  '_',
  '=',
  '&',
  '?',
  '%',
  '@',
  '<',
  '>',
  '|',
  '$',
  '\n',
  '\t',
  'ab ',
  'a.',
  'a=',
  '1.',
  '0,',
  '%0',
  '""',
  '\\"',
  'a@',
  ': ',
  '//',
  '\u001b',
  '\u001b[',
  '⁠',
];
const textLength = 16_000;
/** A pattern that looks at all pairs of characters takes more than this; one that does not, a hundredth. */
const slowestMs = 40;
it('finds the patterns', () => {
  expect(patterns.length).toBeGreaterThan(200);
});
it('no pattern takes longer than its text is long', () => {
  const slow = patterns.filter(({ pattern }) => repeatedTexts.some((piece) => isSlow(pattern, piece)));
  expect(slow.map(({ path, pattern }) => `${path} ${pattern.source}`).sort()).toEqual(
    Object.keys(slowExceptions).sort(),
  );
}, 300_000);
function isSlow(pattern, fragment) {
  for (const end of ['', '\u0000']) {
    const text = fragment.repeat(textLength / fragment.length) + end;
    if (measureMs(pattern, text) > slowestMs && measureMs(pattern, text) > slowestMs) return true;
  }
  return false;
}
function measureMs(pattern, text) {
  const startedAtUs = process.cpuUsage().user;
  pattern.lastIndex = 0;
  if (pattern.global) text.replace(pattern, '');
  else pattern.test(text);
  return (process.cpuUsage().user - startedAtUs) / 1_000;
}
/** Regular expression literals, wherever a value may begin. */
function extractPatterns(code) {
  const bare = code.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  const literal =
    /(?<=[(,=:[!&|?{};\n]\s*|=>\s*|return\s+)\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g;
  return [...bare.matchAll(literal)].flatMap(([, source = '', flags = '']) => {
    try {
      return [new RegExp(source, flags)];
    } catch {
      return [];
    }
  });
}
