import { causeById } from '../causes/index.js';
import { grouped } from '../figures.js';
import type { Pace, SlowBurn } from '../slow-burn.js';
import { subjectOf } from '../subject.js';
import { changeAmong, stepsAgainst, stepWords } from './advice.js';
import { upstreamCode } from './naming.js';
import { bold, type Phrase, say } from './phrase.js';

/** A slow burn as an item of a list: how fast it goes, whether it grows, and the one change that ends it. */
export function slowBurnWords({ group, pace }: SlowBurn): Phrase {
  const { cause, upstream, peers, family, hints } = group;
  const entry = causeById(cause);
  const subject = subjectOf({ peer: peers[0]?.key ?? null, upstream });
  const step = changeAmong(stepsAgainst(entry, family, subject, hints));
  return [
    ...say`${entry.title} at ${upstreamCode(upstream)}`,
    ...(pace === null ? [] : say`: ${bold(paceWords(pace))}`),
    ...(step === undefined ? [] : ['\n', ...stepWords(step)]),
  ];
}

/** `12 a day, +3 a day over 7 days`. */
export function paceWords({ perDay, slope, days }: Pace): string {
  const over = `over ${days} days`;
  const change = Math.abs(slope) * (days - 1);
  // What chance does from day to day is no slope.
  const isSteady = change < 2 || change < perDay / 2;
  return `${figure(perDay)} a day, ${isSteady ? 'steady' : `${slope > 0 ? '+' : '−'}${figure(Math.abs(slope))} a day`} ${over}`;
}

/** Whole numbers, but for small ones. */
const figure = (count: number): string => (count >= 10 ? grouped(count) : count.toFixed(1).replace('.0', ''));
