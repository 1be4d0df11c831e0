import { basename } from 'node:path';
import type { Clock } from '../calendar.js';
import { counted } from '../figures.js';
import type { Gap } from '../position.js';
import { code, moment, type Phrase, say } from './phrase.js';

/** What reading lost, newest first, as one sentence beside what was understood; undefined when nothing was. */
export function gapWords(gaps: readonly Gap[], clock: Clock): Phrase | undefined {
  const [latest, ...others] = gaps;
  if (latest === undefined) return undefined;
  const { path, at, bytes, why } = latest;
  const lost = bytes === null ? 'some lines may be missing' : `${counted(bytes, 'byte')} are missing`;
  const more = others.length === 0 ? [] : say`, and ${counted(others.length, 'earlier gap')}`;
  return say`${code(basename(path))} at ${moment(at, clock)}: ${lost} (${why})${more}`;
}
