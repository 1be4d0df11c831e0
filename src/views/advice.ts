import type { Cause, Family, Step, Subject } from '../cause.js';
import type { Certainty } from '../event.js';
import type { Hint } from '../failure.js';
import { bold, command, type Phrase, passage } from './phrase.js';

/** The steps against a cause, for this gateway and these addresses. */
export function stepsAgainst(cause: Cause, family: Family, subject: Subject): readonly Step[] {
  return cause.fixes[family](subject);
}

/** A step as an item of a list: what to do, and below it what to type. */
export function stepWords({ say: words, type }: Step): Phrase {
  return type === undefined ? [words] : [`${words}\n`, command(type)];
}

/** What the cause means, as one sentence, and how sure we are of it. */
export function causeWords(cause: Cause, certainty: Certainty | null): Phrase | undefined {
  const [sentence = ''] = cause.meaning.split(/(?<=[.!?])\s/, 1);
  if (sentence === '') return undefined;
  return certainty === null ? [sentence] : [{ bold: certaintyWords[certainty] }, ` ${sentence}`];
}

/** The popular advice that is wrong here. Entries begin with `Do not`, which must not be overread at night. */
export const avoidWords = (advice: string): Phrase =>
  advice.startsWith(warning) ? [{ bold: warning }, advice.slice(warning.length)] : [advice];

/** A refinement of the cause, with its evidence. */
export const hintWords = ({ id, certainty, why }: Hint): Phrase => [
  bold(`${hintNames[id]} (${certainty}):`),
  ' ',
  passage(why),
];

const hintNames: Readonly<Record<Hint['id'], string>> = {
  'keepalive-race': 'Keepalive race',
  'stale-address': 'Stale address',
  'poison-request': 'Poison request',
  'one-bad-peer': 'One bad peer',
  'whose-timeout': 'Whose timeout',
};

const warning = 'Do not';

const certaintyWords: Readonly<Record<Certainty, string>> = {
  certain: 'Certain:',
  likely: 'Likely:',
  guess: 'A guess:',
};
