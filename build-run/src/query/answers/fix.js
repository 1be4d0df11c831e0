import { formatIncidentName } from '../../incidents/incident.js';
import { bold, text } from '../../render/rich-text.js';
import { summarizeGroups } from '../../report/summary/group.js';
import { summarizeIncident } from '../../report/summary/incident.js';
import {
  describeHint,
  describeRuledOut,
  describeWarnings,
  describeWholeStep,
} from '../../report/words/advice.js';
import { listIncidentSteps } from '../../report/words/fix-answer.js';
import { formatUpstream, getFaultTitle } from '../../report/words/names.js';
import { findIncident, resolveIncidentScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
import { renderCauses } from './why.js';
/** `how do I fix it?`: the steps, and what to avoid. */
export const fixHandler = {
  type: 'fix',
  phrases: [
    'what should i do',
    'should i do',
    'fix',
    'solve',
    'remedy',
    'mend',
    'repair',
    'what do',
    'what to do',
    'what can be done',
    'next step',
  ],
  takesIncidentNumber: true,
  usage: 'how do I fix it? [BG-142]',
  help: 'what to do, most likely first, and what to avoid',
  answer: (question, context) => {
    const incident = findIncident(question, context);
    if (incident !== undefined) {
      const summary = summarizeIncident(incident, context.repository, context.now);
      return { message: renderFix(summary, resolveIncidentScope(incident, {}, context), context) };
    }
    const scope = resolveScope(question, context);
    const groups = summarizeGroups(context.repository, scope.window.span, groupsMax, scope.filter);
    return { message: renderCauses(groups, [], scope, context) };
  },
};
const groupsMax = 4;
/** Renders the fix of an incident. */
function renderFix(summary, scope, clock) {
  const { incident, cause, product, hints, ruledOut } = summary;
  return renderAnswer(
    {
      lead: text`${bold(formatIncidentName(incident))}: ${getFaultTitle(incident, cause.id)} at ${formatUpstream(incident.upstream)}.`,
      details: [...hints.map(describeHint), describeRuledOut(ruledOut), ...describeWarnings(cause, product)],
      list: {
        title: 'What to do',
        style: 'ordered',
        items: listIncidentSteps(summary).map(describeWholeStep),
      },
    },
    scope,
    clock,
  );
}
