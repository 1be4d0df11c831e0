import type { QuestionWord } from './split-words.js';
import { failureWords } from './stop-words.js';

/**
 * Finds the words that change a question in a way that cannot be answered: `fewest`, `incidents with more than 10
 * failures`, `the first 10 minutes`. Skipped, or taken for a misspelling, they would get the answer to another question.
 */
export function findUnsupportedWords(words: readonly QuestionWord[]): readonly QuestionWord[] {
  return words.filter((_, index) => {
    const before = (words[index - 1]?.text ?? '') === 'who';
    const [first = '', second = '', third = ''] = words.slice(index, index + 3).map(({ text }) => text);
    return (
      isUnsupportedWord(first) ||
      (index === 0 && orders.has(first)) ||
      (before && endings.has(first)) ||
      (first === 'before' && second === 'the' && failureWords.has(words[index - 1]?.text ?? '')) ||
      unsupportedPairs.has(`${first} ${second}`) ||
      (/^(more|less|fewer) than$/.test(`${first} ${second}`) && /^\d/.test(third)) ||
      (/^(first|final)$/.test(first) && /^\d+$/.test(second) && isTimeUnit(third)) ||
      (first === 'over' && /^\d+$/.test(second)) ||
      (first === 'top' && /^\d+$/.test(second) && /^(incident|outage)s?$/.test(third)) ||
      (first === 'who' && /^(was|is|got|were)$/.test(second) && /^(hit|affected|impacted)$/.test(third)) ||
      (first === 'open' && words[0]?.text === 'how' && words[1]?.text === 'many') ||
      (first === 'happened' && second === 'on' && /day$/.test(third)) ||
      (first === 'requests' && isRate(second, third))
    );
  });
}

/** True for a word that is never skipped and never corrected. */
export const isUnsupportedWord = (text: string): boolean => unsupportedWords.has(text);

const unsupportedWords: ReadonlySet<string> = new Set(
  'fewest least smallest shortest longer shorter average avg median minus unacknowledged unacked owns weekend weekends reopen'.split(
    ' ',
  ),
);

/** Nothing here obeys them, and none is a question. */
const orders: ReadonlySet<string> = new Set(['restart', 'reload', 'rollback', 'kill', 'stop', 'start']);

/** Who ended something is not kept. */
const endings: ReadonlySet<string> = new Set(['resolved', 'fixed', 'closed', 'ended', 'solved']);

const unsupportedPairs: ReadonlySet<string> = new Set([
  'other than',
  'apart from',
  'caused by',
  'will it',
  'as of',
  'with no',
  'retries failed',
  'retry failed',
  'up or',
  'tell customers',
  'oldest open',
  'oldest incident',
  'post and',
  'get and',
]);

const isTimeUnit = (text: string): boolean => /^(second|minute|min|hour)s?$/.test(text);
const isRate = (second: string, third: string): boolean =>
  (second === 'per' || second === 'a') && isTimeUnit(third);
