import type { Clock } from '../../base/calendar.js';
import { formatPercent } from '../../base/format-number.js';
import { causeClasses, type FaultOrigin } from '../../diagnose/cause-class.js';
import { type CauseId, getCause } from '../../diagnose/causes/index.js';
import { hintCatalogue } from '../../diagnose/hints/index.js';
import type { Message } from '../../render/message.js';
import { bold, joinText, text } from '../../render/rich-text.js';
import { type GroupSummary, summarizeGroups } from '../../report/summary/group.js';
import { describeHint } from '../../report/words/advice.js';
import { describeFailures } from '../../report/words/filter.js';
import { describeGroup } from '../../report/words/group.js';
import type { QuestionHandler } from '../question-handler.js';
import { findIncident, type QueryScope, resolveIncidentScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';

/** `is it us or the upstream?`, `are these timeouts ours or theirs?`: on whose side the fault is. */
export const originHandler: QuestionHandler<{ type: 'origin' }> = {
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
    'gateway or backend',
    'gateway or app',
    'upstream or gateway',
    'backend or gateway',
    'nginx or upstream',
    'nginx or backend',
    'nginx or app',
    'envoy or upstream',
    'envoy or backend',
    'us or app',
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
    const summary: OriginSummary = {
      origins: countOrigins(groups),
      hints: hints.slice(0, 1),
      groups: groups.slice(0, groupsShownMax),
    };
    return { message: renderOrigin(summary, scope, context) };
  },
};

const originHints: ReadonlySet<string> = new Set(
  hintCatalogue.filter(({ showsOrigin }) => showsOrigin).map(({ id }) => id),
);

const groupsMax = 20;
const groupsShownMax = 3;

function countOrigins(groups: readonly { readonly cause: CauseId; readonly count: number }[]) {
  const counts = new Map<FaultOrigin, number>();
  for (const { cause, count } of groups) {
    const origin = causeClasses[getCause(cause).class].origin;
    counts.set(origin, (counts.get(origin) ?? 0) + count);
  }
  return [...counts].map(([origin, count]) => ({ origin, count })).sort((a, b) => b.count - a.count);
}

/** Renders whose fault it is: ours, theirs, or in between. */
function renderOrigin({ origins, hints, groups }: OriginSummary, scope: QueryScope, clock: Clock): Message {
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

type OriginSummary = {
  /** Most failures first. */
  readonly origins: readonly { readonly origin: FaultOrigin; readonly count: number }[];
  readonly hints: GroupSummary['hints'];
  readonly groups: readonly GroupSummary[];
};

const originWords: Readonly<Record<FaultOrigin, string>> = {
  gateway: 'Ours, the gateway',
  upstream: 'Theirs, the upstream',
  between: 'In between: network, names or TLS',
  unknown: 'Not shown by the logs',
};
