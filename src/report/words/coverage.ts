import { basename } from 'node:path';
import { type Clock, dayOf } from '../../base/calendar.js';
import { counted, percent } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import type { Gap } from '../../pipeline/checkpoint.js';
import { code, joined, moment, type Phrase, say } from '../../render/rich-text.js';
import type { FileCoverage, Window } from '../repository.js';

/** How an answer was counted: which time, and how much of the logs was understood. */
export function basisWords(
  window: Window,
  coverage: readonly FileCoverage[],
  clock: Clock,
): readonly Phrase[] {
  return [say`Counted: ${window.words} (${spanWords(window.span, clock)})`, understoodWords(coverage)];
}

/** `99.93 % of 12,345 records understood`, with the files that are read poorly: `, not 80 of error.log`. */
export function understoodWords(coverage: readonly FileCoverage[]): Phrase {
  const records = coverage.reduce((sum, file) => sum + file.records, 0);
  const unparsed = coverage.reduce((sum, file) => sum + file.unparsed, 0);
  if (records === 0) return say`no records read yet`;
  const worst = [...coverage]
    .filter(isPoorlyRead)
    .sort((one, other) => other.unparsed - one.unparsed)
    .slice(0, filesNamed)
    .map((file) => say`${file.unparsed} of ${code(basename(file.file))}`);
  const not = worst.length === 0 ? [] : say`, not ${joined(worst, ', ')}`;
  return say`${percent(records - unparsed, records)} of ${counted(records, 'record')} understood${not}`;
}

/** What to do about records that nobody understands. */
export const ownFormatWords: Phrase = say`If this is an access log of your own format, set ${code('NGINX_LOG_FORMAT')} or ${code('ENVOY_LOG_FORMAT')} to that format.`;

/** True for a file of which so much was not understood that numbers from it may be wrong. */
export const isPoorlyRead = ({ records, unparsed }: FileCoverage): boolean =>
  unparsed > records * unparsedShareMax;

const unparsedShareMax = 0.005;
const filesNamed = 2;

/** From when to when. The last instant names the day, so that a whole day does not seem to reach into the next. */
export function spanWords({ from, to }: Span, clock: Clock): Phrase {
  const isWholeDay = dayOf(to - 1, clock.zone) !== dayOf(to, clock.zone);
  const end = isWholeDay ? to - 60_000 : to;
  const isOneDay = dayOf(from, clock.zone) === dayOf(end, clock.zone);
  return say`${moment(from, clock)} to ${moment(end, isOneDay ? { ...clock, now: end } : clock)}`;
}

/** What reading lost, newest first, as one sentence beside what was understood; undefined when nothing was. */
export function gapWords(gaps: readonly Gap[], clock: Clock): Phrase | undefined {
  const [latest, ...others] = gaps;
  if (latest === undefined) return undefined;
  const { path, at, bytes, why } = latest;
  const lost = bytes === null ? 'some lines may be missing' : `${counted(bytes, 'byte')} are missing`;
  const more = others.length === 0 ? [] : say`, and ${counted(others.length, 'earlier gap')}`;
  return say`${code(basename(path))} at ${moment(at, clock)}: ${lost} (${why})${more}`;
}
