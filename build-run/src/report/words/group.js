import { formatCount } from '../../base/format-number.js';
import { getCause } from '../../diagnose/causes/index.js';
import { sumClientImpacting, sumSaved } from '../../incidents/failure-counts.js';
import { bold, text } from '../../render/rich-text.js';
import { describeHint, describeStep, listFixSteps } from './advice.js';
import { formatUpstream } from './names.js';
/** A cause at an upstream as a list item, with the first step to fix it. */
export function describeGroup({ cause, upstream, outcomes, aftermath, product, fixFacts, hints }) {
  const entry = getCause(cause);
  const [step] = listFixSteps(entry, product, fixFacts, hints);
  const saved = sumSaved(outcomes);
  const secondary = sumClientImpacting(aftermath);
  return [
    ...text`${bold(formatCount(sumClientImpacting(outcomes)))} ${entry.title} at ${formatUpstream(upstream)}`,
    ...(secondary > 0 ? text`, ${secondary} of them with no server left to try` : []),
    ...(saved > 0 ? text`, ${saved} more saved` : []),
    ...hints.slice(0, 1).flatMap((hint) => ['\n', ...describeHint(hint)]),
    ...(step === undefined ? [] : ['\n', ...describeStep(step)]),
  ];
}
