import { addDays, formatMinuteOfDay, getDaySpan, getLocalDay, moveSpanToDay } from '../base/calendar.js';
import { formatCount, formatDuration, pluralize } from '../base/format-number.js';
import { isCauseId } from '../diagnose/causes/index.js';
import { summarizeHealthIssue } from '../health/message.js';
import { isSilencePending } from '../notify/silence-schedule.js';
import { describeSilence } from '../notify/silence-words.js';
import { context, header, list, section } from '../render/blocks.js';
import { bold, code, joinText, text, timestamp } from '../render/rich-text.js';
import { summarizeAnswers } from '../report/summary/answers.js';
import { describeErrorAnswers, hasErrors } from '../report/words/answers.js';
import { describeParsedShare } from '../report/words/coverage.js';
import { describeImpact } from '../report/words/impact.js';
import { formatIncidentLine } from '../report/words/incident-line.js';
import { getCauseTitle } from '../report/words/names.js';
import { describeOperators } from './actions/private-notes.js';
import { describeFileProblems, describeReading } from './answers/status.js';
/** Collects the content of the Home tab. */
export function summarizeHome({ repository, silences, startedAt, settings }, { now, timezone }) {
  const today = getLocalDay(now, timezone);
  const span = { from: getDaySpan(today, timezone)?.from ?? now, to: now };
  return {
    openIncidents: repository.openIncidents(),
    silences: silences.filter((silence) => isSilencePending(silence, now)),
    today: repository.totals(span),
    answersToday: summarizeAnswers(repository, span, {}),
    yesterday: repository.totals(moveSpanToDay(span, addDays(today, -1), timezone)),
    topCauses: repository
      .top('cause', span, topCausesMax)
      .filter(({ clientImpacting }) => clientImpacting > 0),
    coverage: repository.coverage(),
    healthIssues: repository.healthIssues({ from: now, to: now + 1 }),
    startedAt,
    settings,
  };
}
const topCausesMax = 3;
/** Renders the Home tab: open incidents, silences, today so far, the health of the bot and its settings. */
export function renderHome(summary, clock, findUrl) {
  const { openIncidents, silences, coverage } = summary;
  const blocks = [
    header([
      openIncidents.length === 0 ? 'No open incidents' : pluralize(openIncidents.length, 'open incident'),
    ]),
    openIncidents.length === 0
      ? section(text`New incidents are posted in the channel and listed here while they are open.`)
      : undefined,
    ...createLimitedList('', openIncidents, openIncidentsMax, (incident) =>
      formatIncidentLine(incident, clock, findUrl(incident)),
    ),
    ...createLimitedList('Silenced', silences, silencesMax, (silence) => describeSilence(silence, clock)),
    header(['Today']),
    section(...summarizeToday(summary)),
    header(['The bot itself']),
    section(
      text`${bold('Reading:')} ${describeReading(coverage, clock)}.`,
      text`${bold('Parsed:')} ${describeParsedShare(coverage)}.`,
      text`${bold('Running')} for ${formatDuration(clock.now - summary.startedAt)}.`,
    ),
    ...createLimitedList('Problems', summary.healthIssues, problemsMax, (issue) =>
      summarizeHealthIssue(issue, clock),
    ),
    ...createLimitedList(
      'Log problems',
      coverage.flatMap(describeFileProblems),
      problemsMax,
      (words) => words,
    ),
    header(['Settings']),
    section(...describeSettings(summary.settings)),
    context(text`As of ${timestamp(clock.now, clock)}. Reopen this tab to refresh it.`),
  ];
  return { type: 'home', blocks: blocks.filter((block) => block !== undefined) };
}
const openIncidentsMax = 15;
const silencesMax = 10;
const problemsMax = 8;
const codesMax = 10;
/** A list with the number of items left out; nothing for an empty list. */
function createLimitedList(title, items, itemsMax, describe) {
  const more = items.length - itemsMax;
  return [
    list(title, 'bullet', items.slice(0, itemsMax).map(describe)),
    more > 0 ? section(text`and ${formatCount(more)} more`) : undefined,
  ];
}
function summarizeToday({ today, answersToday, yesterday, topCauses }) {
  const ofRequests = today.requests === null ? [] : text` of ${pluralize(today.requests, 'request')}`;
  // Answers 500 of an application are no failures of the gateway, but not nothing either.
  const none = hasErrors(answersToday) ? 'No gateway failures' : 'No failures';
  return [
    today.failures === 0 ? text`${none}${ofRequests}.` : text`${describeImpact(today)}.`,
    describeErrorAnswers(answersToday),
    text`Yesterday until this time: ${describeImpact(yesterday)}.`,
    topCauses.length === 0
      ? undefined
      : text`${bold('Top causes:')} ${joinText(
          topCauses.map(
            ({ key, clientImpacting }) => text`${findCauseTitle(key)} ${formatCount(clientImpacting)}`,
          ),
          ', ',
        )}`,
  ];
}
const findCauseTitle = (key) => (isCauseId(key) ? getCauseTitle(key) : 'unknown');
function describeSettings({
  logs,
  opening,
  recovery,
  notificationPolicy: policy,
  operators,
  reportMinuteOfDay,
  timezone,
}) {
  const { quietHours, escalateAfterMs, owners } = policy;
  const setting = (name, words) => text`${bold(name)} ${words}`;
  return [
    setting('Log files', joinCodes(logs)),
    setting(
      'An incident opens',
      text`after ${pluralize(opening.failuresMin, 'failure')} within ${formatDuration(opening.windowMs)}, if they are at least ${String(opening.shareMin * 100)} % of the requests`,
    ),
    setting(
      'It resolves',
      text`after ${pluralize(recovery.successesMin, 'good request')}, or ${formatDuration(recovery.quietMs)} without a failure`,
    ),
    setting(
      'Mentions',
      owners.length === 0
        ? text`nobody`
        : text`the owners of ${joinCodes(owners.map(({ pattern }) => pattern))}`,
    ),
    setting(
      'Mentions them again',
      escalateAfterMs === null
        ? text`never`
        : text`after ${formatDuration(escalateAfterMs)} without an acknowledgement`,
    ),
    setting(
      'Quiet hours',
      quietHours === null
        ? text`none`
        : [`${formatMinuteOfDay(quietHours.fromMinute)} to ${formatMinuteOfDay(quietHours.toMinute)}`],
    ),
    setting(
      'May silence and resolve',
      operators.length === 0 ? text`everybody` : describeOperators(operators),
    ),
    setting('Reports', text`at ${formatMinuteOfDay(reportMinuteOfDay)}, ${timezone}`),
  ];
}
const joinCodes = (values) =>
  joinText(
    values.slice(0, codesMax).map((value) => [code(value)]),
    ', ',
  );
