import { formatPercent } from '../../base/format-number.js';
import { causeClasses } from '../../diagnose/cause-class.js';
import { getCause } from '../../diagnose/causes/index.js';
import { hintCatalogue } from '../../diagnose/hints/index.js';
import { bold, joinText, text } from '../../render/rich-text.js';
import { summarizeGroups } from '../../report/summary/group.js';
import { describeHint } from '../../report/words/advice.js';
import { describeFailures } from '../../report/words/filter.js';
import { describeGroup } from '../../report/words/group.js';
import { findIncident, resolveIncidentScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `is it us or the upstream?`, `are these timeouts ours or theirs?`: on whose side the fault is. */
export const originHandler = {
  type: 'origin',
  phrases: [
    'us or upstream',
    'us or them',
    'us or theirs',
    'us or backend',
    'ours or theirs',
    'ours or upstream',
    'ours or upstreams',
    'gateway or upstream',
    'our fault',
    'their fault',
    'whose fault',
    'whose',
    'fault',
    'blame',
    'ours',
    'theirs',
    'who made',
  ],
  usage: 'is it us or the upstream?, are these timeouts ours or theirs?',
  help: 'whether the fault lies with the gateway or the upstream',
  answer: (question, context) => {
    const incident =
      question.times.length === 0 && context.repository.openIncidents().length > 0
        ? findIncident(question, context)
        : undefined;
    const scope =
      incident === undefined
        ? resolveScope(question, context)
        : resolveIncidentScope(incident, question.filter, context);
    const groups = summarizeGroups(context.repository, scope.window.span, groupsMax, scope.filter);
    const hints = groups.flatMap((group) => group.hints).filter(({ id }) => originHints.has(id));
    const summary = {
      origins: countOrigins(groups),
      hints: hints.slice(0, 1),
      groups: groups.slice(0, groupsShownMax),
    };
    return { message: renderOrigin(summary, scope, context) };
  },
};
const originHints = new Set(hintCatalogue.filter(({ showsOrigin }) => showsOrigin).map(({ id }) => id));
const groupsMax = 20;
const groupsShownMax = 3;
function countOrigins(groups) {
  const counts = new Map();
  for (const { cause, count } of groups) {
    const origin = causeClasses[getCause(cause).class].origin;
    counts.set(origin, (counts.get(origin) ?? 0) + count);
  }
  return [...counts].map(([origin, count]) => ({ origin, count })).sort((a, b) => b.count - a.count);
}
/** Renders whose fault it is: ours, theirs, or in between. */
function renderOrigin({ origins, hints, groups }, scope, clock) {
  const total = origins.reduce((sum, { count }) => sum + count, 0);
  const [main] = origins;
  return renderAnswer(
    {
      lead:
        main === undefined
          ? text`Neither: no ${describeFailures(scope.filter)}, ${scope.window.label}.`
          : text`${bold(originWords[main.origin])}: ${formatPercent(main.count, total)} of the ${describeFailures(scope.filter)}, ${scope.window.label}.`,
      details: [
        origins.length > 1
          ? joinText(
              origins.map(({ origin, count }) => text`${originWords[origin]} ${count}`),
              ', ',
            )
          : undefined,
        ...hints.map(describeHint),
      ],
      list: { title: 'By cause', style: 'ordered', items: groups.map(describeGroup) },
    },
    scope,
    clock,
  );
}
const originWords = {
  gateway: 'Ours, the gateway',
  upstream: 'Theirs, the upstream',
  between: 'In between: network, names or TLS',
  unknown: 'Not shown by the logs',
};
