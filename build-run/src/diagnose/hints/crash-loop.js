import { minuteMs } from '../../base/duration.js';
import { formatDuration, pluralize } from '../../base/format-number.js';
import { findCrash } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { getCause } from '../causes/index.js';
import { buildFixTarget } from '../fix-target.js';
import { chooseStep } from './choose-step.js';
import { defineHint } from './hint.js';
/**
 * The upstream ends again and again and is started again: it drops the connections that it has, then nothing listens for
 * a few seconds, then it answers.
 */
export const crashLoop = defineHint({
  id: 'crash-loop',
  title: 'a crash loop',
  phrases: [
    'crash loop',
    'crash looping',
    'crashloop',
    'crashloopbackoff',
    'crashing',
    'oom',
    'killed for memory',
  ],
  refines: ({ cutsOff, address, looksCrashed }) =>
    cutsOff === 'connection' || address === 'refusing' || looksCrashed === true,
  detect: ({ failures, minutes, product, upstream, facts }) => {
    const outages = listOutages(failures);
    const crashes = outages.filter(isCrash);
    const pauses = crashes.slice(1).map((crash, i) => ({ from: crashes[i]?.lastAt ?? 0, to: crash.firstAt }));
    if (crashes.length < crashesMin || crashes.length * 2 < outages.length) return undefined;
    if (!pauses.every((pause) => hasAnswered(pause, minutes, failures))) return undefined;
    const starts = crashes.map(({ firstAt }) => firstAt);
    const everyMs = findMedian(starts.slice(1).map((at, i) => at - (starts[i] ?? 0)));
    const downMs = findMedian(crashes.map(({ firstAt, lastAt }) => lastAt - firstAt));
    return {
      certainty: crashes.length >= likelyMin ? 'likely' : 'guess',
      why: `It crashes or is killed about every ${formatDuration(everyMs)} and is down for about ${formatDuration(downMs)}: ${pluralize(crashes.length, 'time')} it dropped connections in use, then refused new ones, then answered again.`,
      step: chooseStep(product, steps, {
        ...facts,
        ...buildFixTarget({ peer: failures.find(({ peer }) => peer !== null)?.peer ?? null, upstream }),
      }),
    };
  },
});
const crashesMin = 2;
const likelyMin = 3;
/** A pause without failures that is longer ends an outage. */
const pauseMsMin = 20_000;
/** The first refusal follows the first dropped connection this closely. */
const refusedWithinMs = 10_000;
/** A restart takes no longer; a machine that is away for minutes is another fault. */
const downMsMax = 2 * minuteMs;
/** The failures of a gone server, with pauses between them. */
function listOutages(failures) {
  const outages = [];
  for (const failure of failures) {
    if (!isDropped(failure) && !isRefused(failure)) continue;
    const last = outages.at(-1);
    if (last === undefined || failure.at - last.lastAt > pauseMsMin)
      outages.push({ firstAt: failure.at, lastAt: failure.at, failures: [failure] });
    else
      outages[outages.length - 1] = {
        ...last,
        lastAt: failure.at,
        failures: [...last.failures, failure],
      };
  }
  return outages;
}
function isCrash({ firstAt, lastAt, failures }) {
  const droppedAt = failures.find(isDropped)?.at;
  const refusedAt = failures.find(isRefused)?.at;
  return (
    droppedAt !== undefined &&
    refusedAt !== undefined &&
    Math.abs(refusedAt - droppedAt) <= refusedWithinMs &&
    lastAt - firstAt <= downMsMax
  );
}
const isDropped = ({ cause }) => getCause(cause).cutsOff === 'connection';
const isRefused = ({ cause }) => getCause(cause).address === 'refusing';
/** True if a minute of the pause has more requests than failures. */
const hasAnswered = ({ from, to }, minutes, failures) =>
  minutes.some(
    ({ at, requests }) =>
      at + minuteMs > from &&
      at < to &&
      requests > failures.filter((failure) => failure.at >= at && failure.at < at + minuteMs).length,
  );
const findMedian = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const steps = {
  nginx: (facts) =>
    look('upstream', 'See whether the kernel killed it for memory, and how it ended', findCrash(facts)),
  envoy: (facts) => look('upstream', 'See restarts, exit code and reason of its pods', findCrash(facts)),
};
