import { hourMs } from '../../base/duration.js';
import { formatDuration } from '../../base/format-number.js';
import { bold, code, text, timestamp } from '../../render/rich-text.js';
import { describeChange } from '../../report/words/timeline.js';
import { findIncident, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `what changed before it started?`, `was there a deploy?`, `did someone reload nginx last night?` */
export const changesHandler = {
  type: 'changes',
  // Words for changes belong to the grammar: `since the deploy` uses them as well.
  phrases: [],
  interpret: (sentence) => ({ type: 'changes', changeType: sentence.findLeadingChange() ?? null }),
  usage: 'what changed before it started?, was there a deploy last night?',
  help: 'reloads, restarts and deploys, from the logs or marked by hand',
  answer: (question, context) => {
    const incident = question.times.length === 0 ? findIncident(question, context) : undefined;
    const firstFailureAt = incident?.firstFailureAt;
    const scope =
      firstFailureAt === undefined
        ? resolveScope({ ...question, filter: {} }, context)
        : resolveSurroundingScope(firstFailureAt, question, context);
    const all = context.repository.changes(scope.window.span);
    const shownChanges = all.filter(({ kind }) =>
      question.changeType === null
        ? kind !== 'ejection'
        : kind === question.changeType || (question.changeType === 'reload' && kind === 'refused-config'),
    );
    return {
      message: renderChanges(
        { changeType: question.changeType, changes: shownChanges, firstFailureAt },
        scope,
        context,
      ),
    };
  },
};
/** The last day, and at least an hour before the first failure. */
function resolveSurroundingScope(firstFailureAt, question, context) {
  const scope = resolveScope(
    { ...question, filter: {}, incidentNumber: null },
    context,
    undefined,
    last24Hours,
  );
  const span = { from: Math.min(firstFailureAt - leadMs, scope.window.span.from), to: context.now };
  return { ...scope, completeSince: span.from, window: { span, label: 'the last day' } };
}
const last24Hours = { type: 'last', count: 24, unit: 'hour' };
const leadMs = hourMs;
/** Renders the changes to the gateways, in relation to the first failure of the incident if one is asked about. */
function renderChanges({ changeType, changes, firstFailureAt }, scope, clock) {
  const noun = changeType ?? 'change';
  const latest = changes.at(-1);
  const precedingChange =
    firstFailureAt === undefined ? undefined : changes.filter(({ at }) => at <= firstFailureAt).at(-1);
  const lead =
    latest === undefined
      ? text`${bold('No')} ${noun} on record, ${scope.window.label}.`
      : precedingChange !== undefined && firstFailureAt !== undefined
        ? text`${bold(precedingChange.message)}, ${formatDuration(firstFailureAt - precedingChange.at)} before the first failure at ${timestamp(firstFailureAt, clock)}.`
        : text`${bold(String(changes.length))} on record, ${scope.window.label}; the latest: ${latest.message} at ${timestamp(latest.at, clock)}.`;
  return renderAnswer(
    {
      lead,
      details: [
        latest === undefined
          ? text`Record changes that no log shows with ${code('badgateway mark "deploy api v42"')}.`
          : undefined,
      ],
      list: {
        title: '',
        items: changes.slice(-changesShownMax).map((change) => describeChange(change, clock)),
      },
    },
    scope,
    clock,
  );
}
const changesShownMax = 20;
