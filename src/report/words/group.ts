import { grouped } from '../../base/format-number.js';
import { causeById } from '../../diagnose/causes/index.js';
import { subjectOf } from '../../diagnose/fix-target.js';
import { alarmingIn, savedIn } from '../../incidents/failure-counts.js';
import { bold, type Phrase, say } from '../../render/rich-text.js';
import type { GroupFacts } from '../summary/group.js';
import { hintWords, stepsAgainst, stepWords } from './advice.js';
import { upstreamCode } from './names.js';

/** A cause and upstream as an item of a list, with the one thing to do about it. */
export function groupWords({
  cause,
  upstream,
  outcomes,
  aftermath,
  peers,
  family,
  hints,
}: GroupFacts): Phrase {
  const entry = causeById(cause);
  const subject = subjectOf({ peer: peers[0]?.key ?? null, upstream });
  const [step] = stepsAgainst(entry, family, subject, hints);
  const saved = savedIn(outcomes);
  const followed = alarmingIn(aftermath);
  return [
    ...say`${bold(grouped(alarmingIn(outcomes)))} ${entry.title} at ${upstreamCode(upstream)}`,
    ...(followed > 0 ? say`, ${followed} of them with no server left to try` : []),
    ...(saved > 0 ? say`, ${saved} more saved` : []),
    ...hints.slice(0, 1).flatMap((hint): Phrase => ['\n', ...hintWords(hint)]),
    ...(step === undefined ? [] : ['\n', ...stepWords(step)]),
  ];
}
