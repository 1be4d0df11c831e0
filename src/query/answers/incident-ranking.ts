import type { Clock } from '../../base/calendar.js';
import { formatDuration, pluralize } from '../../base/format-number.js';
import { countClientImpacting, formatIncidentName, type Incident } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, type RichText, text } from '../../render/rich-text.js';
import { formatIncidentLine, measureFailureMs } from '../../report/words/incident-line.js';
import type { TimeExpression } from '../question.js';
import type { QuestionHandler } from '../question-handler.js';
import { isMatchingIncident, type QueryScope, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';

type IncidentRankingQuestion = {
  readonly type: 'incident-ranking';
  readonly wants: keyof typeof phrasesByWish;
};

const phrasesByWish = {
  count: [
    'how many incidents',
    'how many outages',
    'number of incidents',
    'number of outages',
    'how often was down',
    'how often down',
  ],
  longest: ['longest incident', 'longest outage', 'longest'],
  biggest: [
    'biggest incident',
    'biggest outage',
    'biggest',
    'largest incident',
    'worst incident',
    'worst outage',
  ],
  'time-to-resolve': [
    'mttr',
    'time to resolve',
    'time to recover',
    'mean time to resolve',
    'mean time to recovery',
  ],
  'time-to-acknowledge': ['mtta', 'time to acknowledge', 'time to ack', 'mean time to acknowledge'],
} as const;

const wishes = Object.entries(phrasesByWish) as readonly (readonly [
  // The cast: Object.entries forgets which keys it read.
  keyof typeof phrasesByWish,
  readonly string[],
])[];

/** `how many incidents this week`, `longest outage`, `mttr`: incidents by number, length and size. */
export const incidentRankingHandler: QuestionHandler<IncidentRankingQuestion> = {
  type: 'incident-ranking',
  phrases: wishes.flatMap(([, phrases]) => phrases),
  precedence: 'first',
  interpret: (_, phrase) => ({
    type: 'incident-ranking',
    wants: wishes.find(([, phrases]) => phrases.includes(phrase))?.[0] ?? 'count',
  }),
  usage: 'how many incidents this week, longest outage, mttr',
  help: 'incidents by number, length, size, and by the time until they ended or somebody took them',
  answer: (question, context) => {
    const scope = resolveScope(question, context, undefined, lastThirtyDays);
    const incidents = context.repository
      .incidents(scope.window.span)
      .filter((incident) => isMatchingIncident(incident, scope.filter));
    return { message: renderIncidentRanking(question.wants, incidents, scope, context) };
  },
};

const lastThirtyDays: TimeExpression = { type: 'last', count: 30, unit: 'day' };

function renderIncidentRanking(
  wants: IncidentRankingQuestion['wants'],
  incidents: readonly Incident[],
  scope: QueryScope,
  clock: Clock,
): Message {
  const { label } = scope.window;
  if (incidents.length === 0)
    return renderAnswer({ lead: text`${bold('No')} incidents, ${label}.` }, scope, clock);
  const { lead, ordered } = describeRanking(wants, incidents, label, clock);
  return renderAnswer(
    {
      lead,
      list: {
        title: '',
        style: 'ordered',
        items: ordered.slice(0, shownMax).map((incident) => formatIncidentLine(incident, clock)),
      },
    },
    scope,
    clock,
  );
}

const shownMax = 5;

function describeRanking(
  wants: IncidentRankingQuestion['wants'],
  incidents: readonly Incident[],
  label: string,
  clock: Clock,
): { readonly lead: RichText; readonly ordered: readonly Incident[] } {
  const failedMs = (incident: Incident) => measureFailureMs(incident, clock.now);
  const byLength = incidents.toSorted((a, b) => failedMs(b) - failedMs(a));
  const bySize = incidents.toSorted((a, b) => countClientImpacting(b) - countClientImpacting(a));
  switch (wants) {
    case 'count':
      return { lead: text`${bold(pluralize(incidents.length, 'incident'))}, ${label}.`, ordered: incidents };
    case 'longest':
      return {
        lead: describeFirst('The longest', byLength, label, (first) => formatDuration(failedMs(first))),
        ordered: byLength,
      };
    case 'biggest':
      return {
        lead: describeFirst('The biggest', bySize, label, (first) =>
          pluralize(countClientImpacting(first), 'failure'),
        ),
        ordered: bySize,
      };
    case 'time-to-resolve': {
      const over = byLength.filter(({ state }) => state.type === 'resolved');
      const open = incidents.length - over.length;
      return {
        lead: [
          ...describeMean('From the first failure to the last', over.map(failedMs), label),
          ...(open === 0 ? [] : [` ${pluralize(open, 'incident')} still open.`]),
        ],
        ordered: over,
      };
    }
    case 'time-to-acknowledge': {
      const taken = incidents.flatMap(({ acknowledgement, state }) =>
        acknowledgement === null || state.type === 'pending' ? [] : [acknowledgement.at - state.openedAt],
      );
      return {
        lead: [
          ...describeMean('From opening to acknowledgement', taken, label),
          ` ${taken.length} of ${pluralize(incidents.length, 'incident')} were acknowledged.`,
        ],
        ordered: incidents.filter(({ acknowledgement }) => acknowledgement !== null),
      };
    }
  }
}

function describeFirst(
  adjective: string,
  [first]: readonly Incident[],
  label: string,
  measure: (incident: Incident) => string,
): RichText {
  return first === undefined
    ? []
    : text`${bold(`${adjective}: ${formatIncidentName(first)}`)}, ${measure(first)}, ${label}.`;
}

/** A mean of a few says little, so the middle and the number are said as well. */
function describeMean(title: string, values: readonly number[], label: string): RichText {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  if (median === undefined) return text`${title}: not known, none ${label}.`;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return text`${title}: ${bold(formatDuration(mean))} on average, ${formatDuration(median)} in the median, ${label}.`;
}
