import type { HomeView, KnownBlock } from '@slack/types';
import type { Clock } from '../base/calendar.js';
import { formatCount, formatDuration, pluralize } from '../base/format-number.js';
import { causeIds } from '../diagnose/causes/index.js';
import { summarizeHealthIssue } from '../health/message.js';
import type { Incident } from '../incidents/incident.js';
import { describeSilence } from '../notify/silence-words.js';
import { context, header, list, section } from '../render/blocks.js';
import { bold, code, joinText, type RichText, text, timestamp } from '../render/rich-text.js';
import { describeParsedShare } from '../report/words/coverage.js';
import { describeImpact } from '../report/words/impact.js';
import { formatIncidentLine } from '../report/words/incident-line.js';
import { getCauseTitle } from '../report/words/names.js';
import { describeOperators } from './actions/private-notes.js';
import { describeFileProblems, describeReading } from './answers/status.js';
import type { HomeSettings, HomeSummary } from './home.js';

/** The Home tab: what is open and silenced, today so far, whether the bot is well, and what it was told. */
export function renderHome(
  summary: HomeSummary,
  clock: Clock,
  findUrl: (incident: Incident) => string | undefined,
): HomeView {
  const { openIncidents, silences, coverage } = summary;
  const blocks: readonly (KnownBlock | undefined)[] = [
    header([
      openIncidents.length === 0 ? 'Nothing is open' : pluralize(openIncidents.length, 'open incident'),
    ]),
    openIncidents.length === 0
      ? section(text`An incident that opens is told in the channel, and stands here as long as it lasts.`)
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
      text`${bold('Understood:')} ${describeParsedShare(coverage)}.`,
      text`${bold('Running')} for ${formatDuration(clock.now - summary.startedAt)}.`,
    ),
    ...createLimitedList('What is wrong with it', summary.healthIssues, problemsMax, (issue) =>
      summarizeHealthIssue(issue, clock),
    ),
    ...createLimitedList(
      'Trouble with logs',
      coverage.flatMap(describeFileProblems),
      problemsMax,
      (words) => words,
    ),
    header(['Settings']),
    section(...describeSettings(summary.settings)),
    context(text`As of ${timestamp(clock.now, clock)}; open this tab again to bring it up to date.`),
  ];
  return { type: 'home', blocks: blocks.filter((block) => block !== undefined) };
}

const openIncidentsMax = 15;
const silencesMax = 10;
const problemsMax = 8;
const codesMax = 10;

/** A list with a word on what is left out of it; nothing when there is nothing. */
function createLimitedList<Item>(
  title: string,
  items: readonly Item[],
  itemsMax: number,
  describe: (item: Item) => RichText,
): readonly (KnownBlock | undefined)[] {
  const more = items.length - itemsMax;
  return [
    list(title, 'bullet', items.slice(0, itemsMax).map(describe)),
    more > 0 ? section(text`and ${formatCount(more)} more`) : undefined,
  ];
}

function summarizeToday({ today, yesterday, topCauses }: HomeSummary): readonly (RichText | undefined)[] {
  const ofRequests = today.requests === null ? [] : text` of ${pluralize(today.requests, 'request')}`;
  return [
    today.failures === 0 ? text`Nothing failed${ofRequests}.` : text`${describeImpact(today)}${ofRequests}.`,
    text`Until this time yesterday: ${describeImpact(yesterday)}.`,
    topCauses.length === 0
      ? undefined
      : text`${bold('Most:')} ${joinText(
          topCauses.map(({ key, count }) => text`${findCauseTitle(key)} ${count}`),
          ', ',
        )}`,
  ];
}

const findCauseTitle = (key: string | null): string => {
  const cause = causeIds.find((id) => id === key);
  return cause === undefined ? 'unknown' : getCauseTitle(cause);
};

function describeSettings({
  logs,
  opening,
  recovery,
  notificationPolicy: policy,
  operators,
  reportMinuteOfDay,
  timezone,
}: HomeSettings): readonly RichText[] {
  const { quietHours, escalateAfterMs, owners } = policy;
  const setting = (name: string, words: RichText): RichText => text`${bold(name)} ${words}`;
  return [
    setting('Follows', joinCodes(logs)),
    setting(
      'Opens',
      text`at ${pluralize(opening.failuresMin, 'failure')} within ${formatDuration(opening.windowMs)}, if they are at least ${String(opening.shareMin * 100)} % of the requests`,
    ),
    setting(
      'Is over',
      text`after ${pluralize(recovery.successesMin, 'good request')}, or ${formatDuration(recovery.quietMs)} of quiet`,
    ),
    setting(
      'Calls',
      owners.length === 0
        ? text`nobody`
        : text`the owners of ${joinCodes(owners.map(({ pattern }) => pattern))}`,
    ),
    setting(
      'Calls again',
      escalateAfterMs === null
        ? text`never`
        : text`after ${formatDuration(escalateAfterMs)} in which nobody took it on`,
    ),
    setting(
      'Quiet hours',
      quietHours === null
        ? text`none`
        : [`${formatTimeOfDay(quietHours.fromMinute)} to ${formatTimeOfDay(quietHours.toMinute)}`],
    ),
    setting(
      'May silence and resolve',
      operators.length === 0 ? text`everybody` : describeOperators(operators),
    ),
    setting('Reports', text`at ${formatTimeOfDay(reportMinuteOfDay)}, ${timezone}`),
  ];
}

const joinCodes = (values: readonly string[]): RichText =>
  joinText(
    values.slice(0, codesMax).map((value) => [code(value)]),
    ', ',
  );

/** `09:00`, from minutes after midnight. */
const formatTimeOfDay = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
