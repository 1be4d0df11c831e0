import type { HomeView, KnownBlock } from '@slack/types';
import type { Clock } from '../base/calendar.js';
import { counted, grouped, lasting } from '../base/format-number.js';
import { causeIds } from '../diagnose/cause.js';
import { ailmentWords } from '../health/message.js';
import type { Incident } from '../incidents/incident.js';
import { silenceWords } from '../notify/silence-words.js';
import { context, header, list, section } from '../render/blocks.js';
import { bold, code, joined, moment, type Phrase, say } from '../render/rich-text.js';
import { understoodWords } from '../report/words/coverage.js';
import { impactOf } from '../report/words/impact.js';
import { incidentLine } from '../report/words/incident-line.js';
import { causeTitle } from '../report/words/names.js';
import { operatorWords } from './actions/private-notes.js';
import { readingWords, troubleWords } from './answers/status.js';
import type { HomeFacts, HomeSettings } from './home.js';

/** The Home tab: what is open and silenced, today so far, whether the bot is well, and what it was told. */
export function homeView(
  facts: HomeFacts,
  clock: Clock,
  urlOf: (incident: Incident) => string | undefined,
): HomeView {
  const { open, silences, coverage } = facts;
  const blocks: readonly (KnownBlock | undefined)[] = [
    header([open.length === 0 ? 'Nothing is open' : counted(open.length, 'open incident')]),
    open.length === 0
      ? section(say`An incident that opens is told in the channel, and stands here as long as it lasts.`)
      : undefined,
    ...listed('', open, openMax, (incident) => incidentLine(incident, clock, urlOf(incident))),
    ...listed('Silenced', silences, silencesMax, (silence) => silenceWords(silence, clock)),
    header(['Today']),
    section(...todayWords(facts)),
    header(['The bot itself']),
    section(
      say`${bold('Reading:')} ${readingWords(coverage, clock)}.`,
      say`${bold('Understood:')} ${understoodWords(coverage)}.`,
      say`${bold('Running')} for ${lasting(clock.now - facts.startedAt)}.`,
    ),
    ...listed('What is wrong with it', facts.ailments, troublesMax, (ailment) =>
      ailmentWords(ailment, clock),
    ),
    ...listed('Trouble with logs', coverage.flatMap(troubleWords), troublesMax, (words) => words),
    header(['Settings']),
    section(...settingWords(facts.settings)),
    context(say`As of ${moment(clock.now, clock)}; open this tab again to bring it up to date.`),
  ];
  return { type: 'home', blocks: blocks.filter((block) => block !== undefined) };
}

const openMax = 15;
const silencesMax = 10;
const troublesMax = 8;
const namedMax = 10;

/** A list with a word on what is left out of it; nothing when there is nothing. */
function listed<Item>(
  title: string,
  items: readonly Item[],
  most: number,
  words: (item: Item) => Phrase,
): readonly (KnownBlock | undefined)[] {
  const more = items.length - most;
  return [
    list(title, 'bullet', items.slice(0, most).map(words)),
    more > 0 ? section(say`and ${grouped(more)} more`) : undefined,
  ];
}

function todayWords({ today, yesterday, causes }: HomeFacts): readonly (Phrase | undefined)[] {
  const served = today.requests === null ? [] : say` of ${counted(today.requests, 'request')}`;
  return [
    today.failures === 0 ? say`Nothing failed${served}.` : say`${impactOf(today)}${served}.`,
    say`Until this time yesterday: ${impactOf(yesterday)}.`,
    causes.length === 0
      ? undefined
      : say`${bold('Most:')} ${joined(
          causes.map(({ key, count }) => say`${titleOf(key)} ${count}`),
          ', ',
        )}`,
  ];
}

const titleOf = (key: string | null): string => {
  const cause = causeIds.find((id) => id === key);
  return cause === undefined ? 'unknown' : causeTitle(cause);
};

function settingWords({
  logs,
  opening,
  recovery,
  manners,
  operators,
  reportAt,
  timezone,
}: HomeSettings): readonly Phrase[] {
  const { quietHours, escalateMs, owners } = manners;
  const setting = (name: string, words: Phrase): Phrase => say`${bold(name)} ${words}`;
  return [
    setting('Follows', codes(logs)),
    setting(
      'Opens',
      say`at ${counted(opening.failures, 'failure')} within ${lasting(opening.windowMs)}, if they are at least ${String(opening.share * 100)} % of the requests`,
    ),
    setting(
      'Is over',
      say`after ${counted(recovery.goodRequests, 'good request')}, or ${lasting(recovery.quietMs)} of quiet`,
    ),
    setting(
      'Calls',
      owners.length === 0 ? say`nobody` : say`the owners of ${codes(owners.map(({ pattern }) => pattern))}`,
    ),
    setting(
      'Calls again',
      escalateMs === null ? say`never` : say`after ${lasting(escalateMs)} in which nobody took it on`,
    ),
    setting(
      'Quiet hours',
      quietHours === null ? say`none` : [`${timeOf(quietHours.from)} to ${timeOf(quietHours.to)}`],
    ),
    setting('May silence and resolve', operators.length === 0 ? say`everybody` : operatorWords(operators)),
    setting('Reports', say`at ${timeOf(reportAt)}, ${timezone}`),
  ];
}

const codes = (values: readonly string[]): Phrase =>
  joined(
    values.slice(0, namedMax).map((value) => [code(value)]),
    ', ',
  );

/** `09:00`, from minutes after midnight. */
const timeOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
