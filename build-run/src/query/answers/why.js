import { dayMs, minuteMs } from '../../base/duration.js';
import { unknownCause } from '../../diagnose/causes/unknown.js';
import { formatIncidentName } from '../../incidents/incident.js';
import { buildMessage, context, header, list, records, section } from '../../render/blocks.js';
import { bold, code, joinText, text, timestamp } from '../../render/rich-text.js';
import { summarizeGroups } from '../../report/summary/group.js';
import { summarizeIncident } from '../../report/summary/incident.js';
import {
  describeHint,
  describeRuledOut,
  describeStep,
  describeWarnings,
  describeWholeMeaning,
} from '../../report/words/advice.js';
import { describeCoverage, describeReadSince } from '../../report/words/coverage.js';
import { describeFailures } from '../../report/words/filter.js';
import { listIncidentSteps } from '../../report/words/fix-answer.js';
import { describeGroup } from '../../report/words/group.js';
import {
  describeCourse,
  describeIncidentTitle,
  describeOnlyClient,
  describeSurroundings,
  getIncidentTone,
} from '../../report/words/incident.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import { getCauseTitle } from '../../report/words/names.js';
import { isUnfiltered } from '../language/filters.js';
import { findIncident, isMatchingIncident, resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `why BG-142`: everything about an incident, by default the worst open one; or the causes of what is asked about. */
export const whyHandler = {
  type: 'why',
  phrases: ['why', 'mean', 'means', 'reason', 'explain', 'root cause', 'because'],
  takesIncidentNumber: true,
  usage: 'why [BG-142|502s|payments-api]',
  help: 'the cause of an incident, every step to try, and the records that show it',
  answer: (question, context) => {
    const { repository, now, timezone } = context;
    const incident = isAnsweredByFailures(question, context) ? undefined : findIncident(question, context);
    if (incident !== undefined) {
      return {
        message: renderWhy(
          summarizeIncident(incident, repository, now),
          { coverage: repository.coverage(), readSince: repository.readSince() },
          { now, timezone },
        ),
      };
    }
    if (question.incidentNumber === null && !isUnfiltered(question.filter))
      return explainFailures(question, context);
    const [newest] = repository.incidents({ from: now - weekMs, to: now + 1 });
    return { message: renderNoIncident(question.incidentNumber ?? undefined, newest, context) };
  },
};
const weekMs = 7 * dayMs;
const groupsMax = 4;
/** An open incident answers for its upstream and cause. Narrower questions are answered from failures. */
function isAnsweredByFailures({ incidentNumber, filter, times }, { repository }) {
  if (incidentNumber !== null) return false;
  const { upstream: _, causes: __, ...narrower } = filter;
  if (Object.keys(narrower).length > 0 || times.length > 0) return true;
  return (
    !isUnfiltered(filter) &&
    !repository.openIncidents().some((openIncident) => isMatchingIncident(openIncident, filter))
  );
}
/** Open incidents at the upstreams of the groups. */
const findOpenIncidents = (groups, repository) =>
  repository
    .openIncidents()
    .filter((incident) => groups.some(({ upstream }) => isMatchingIncident(incident, { upstream })));
function explainFailures(question, context) {
  const scope = resolveScope(question, context);
  const groups = summarizeGroups(context.repository, scope.window.span, groupsMax, scope.filter);
  return { message: renderCauses(groups, findOpenIncidents(groups, context.repository), scope, context) };
}
/** Renders everything about an incident: the cause, all steps, and the evidence. */
export function renderWhy(summary, { coverage, readSince }, clock) {
  const { incident, cause, certainty, product, hints } = summary;
  const course = describeCourse(summary, clock);
  const span = { from: incident.firstFailureAt, to: incident.lastFailureAt };
  return buildMessage({
    text: text`${describeIncidentTitle(summary)}. ${course}.`,
    tone: getIncidentTone(incident),
    blocks: [
      header(describeIncidentTitle(summary)),
      section(
        text`${course}.`,
        describeWholeMeaning(cause, summary.fixFacts),
        certainty === null ? undefined : text`${bold('How sure:')} ${certaintyWords[certainty]}.`,
        ...hints.map(describeHint),
        describeRuledOut(summary.ruledOut),
        describeMissingFields(summary.missingFields),
        describeOpenQuestion(summary),
      ),
      list('What to do', 'ordered', listIncidentSteps(summary).map(describeStep)),
      section(...describeWarnings(cause, product)),
      section(describeOnlyClient(summary), ...describeSurroundings(summary), describeOtherCauses(summary)),
      records(
        'Records',
        summary.evidence.map(({ text }) => text),
      ),
      list(
        'Before',
        'bullet',
        summary.earlier.map((earlier) => formatIncidentLine(earlier, clock)),
      ),
      context(
        ...describeCoverage({ span, label: formatIncidentName(incident) }, coverage, clock),
        // What failed when reading began may have failed before.
        ...describeReadSince({ ...span, from: span.from - minuteMs }, readSince, clock),
      ),
    ],
  });
}
/** Renders that an incident does not exist, or that none is open. */
export function renderNoIncident(incidentNumber, newest, context) {
  const { repository, now } = context;
  const readSince = describeReadSince({ from: now - weekMs, to: now }, repository.readSince(), context);
  const missing =
    incidentNumber === undefined
      ? text`No incident is open.`
      : text`There is no incident BG-${String(incidentNumber)}.`;
  const line =
    newest === undefined
      ? text`${missing} ${joinText([['None opened in the last 7 days'], ...readSince], ', ')}.`
      : text`${missing} The newest is ${formatIncidentName(newest)}, from ${timestamp(newest.firstFailureAt, context)}.`;
  return buildMessage({ text: line, tone: 'neutral', blocks: [section(line)] });
}
const certaintyWords = {
  certain: 'certain, the records state it',
  likely: 'likely, nothing else fits the records as well',
  guess: 'a guess, the best of several that fit',
};
const describeMissingFields = (lacks) =>
  lacks.length === 0
    ? undefined
    : text`${bold('Missing from the log:')} ${joinText(
        lacks.map((field) => [code(field)]),
        ', ',
      )}`;
/** Describes what the logs cannot answer, and where to look. */
function describeOpenQuestion({ cause, missingFields, changes }) {
  if (cause.isAftermath === true && changes.some(({ kind }) => kind === 'ejection'))
    return text`${bold('What emptied it:')} the gateway ejected its servers, as shown below. Their own logs show why they fail.`;
  if (cause.isAftermath === true)
    return text`${bold('What emptied it:')} nothing in these logs. In logs that are not read here, look for failures of its servers, health checks or DNS names in the minute before; in the configuration, for ${code('max_conns')} and ${code('down')}.`;
  return cause.id === unknownCause.id && missingFields.length === 0
    ? text`${bold('Where to look:')} the error log, if it is not read yet; else the upstream's log, or a debug log.`
    : undefined;
}
function describeOtherCauses({ incident, cause }) {
  const secondaryCauses = incident.causes
    .filter((entry) => entry.cause !== cause.id)
    .slice(0, otherCausesShownMax);
  if (secondaryCauses.length === 0) return undefined;
  const items = secondaryCauses.map((entry) => text`${getCauseTitle(entry.cause)} ${entry.count}`);
  return text`${bold('Also seen:')} ${joinText(items, ', ')}`;
}
const otherCausesShownMax = 4;
/** Renders the causes of failures outside an incident, each with its first step. */
export function renderCauses(groups, openIncidents, scope, clock) {
  const filterWords = describeFailures(scope.filter);
  const { label } = scope.window;
  return renderAnswer(
    groups.length === 0
      ? { lead: text`No ${filterWords}, ${label}.`, tone: 'good' }
      : {
          lead: text`${bold('Why')} ${filterWords}, ${label}:`,
          details: openIncidents.map((incident) => text`Open: ${formatIncidentLine(incident, clock)}`),
          list: { title: '', style: 'ordered', items: groups.map(describeGroup) },
        },
    scope,
    clock,
  );
}
