import type { Clock } from '../calendar.js';
import { incidentName } from '../incident.js';
import type { IncidentFacts } from '../incident-facts.js';
import type { FileCoverage } from '../ledger.js';
import type { Message } from '../message.js';
import { avoidWords, hintWords, stepsAgainst, stepWords } from './advice.js';
import { courseOf, soleClientWords, surroundings, titleOf, toneOf } from './alert.js';
import { basisWords } from './basis.js';
import { incidentLine } from './incident-line.js';
import { context, header, list, message, records, section } from './kit.js';
import { causeTitle } from './naming.js';
import { bold, code, joined, moment, type Phrase, say } from './phrase.js';

/** Everything about one incident: why it is, all there is to try, and what we go by. */
export function whyView(
  facts: IncidentFacts,
  coverage: readonly FileCoverage[],
  now: number,
  zone: string,
): Message {
  const clock = { now, zone };
  const { incident, cause, certainty, family, subject, hints } = facts;
  const course = courseOf(facts, clock);
  const span = { from: incident.firstFailureAt, to: incident.lastFailureAt };
  return message({
    text: say`${titleOf(facts)}. ${course}.`,
    tone: toneOf(incident),
    blocks: [
      header(titleOf(facts)),
      section(
        say`${course}.`,
        cause.meaning === '' ? undefined : [cause.meaning],
        certainty === null ? undefined : say`${bold('How sure:')} ${sureness[certainty]}.`,
        ...hints.map(hintWords),
        lackWords(facts.lacks),
        openQuestion(facts),
      ),
      list('What to do', 'ordered', stepsAgainst(cause, family, subject, hints).map(stepWords)),
      section(...cause.avoid.map(avoidWords)),
      section(soleClientWords(facts), ...surroundings(facts), otherCauses(facts)),
      records(
        'Records',
        facts.evidence.map(({ text }) => text),
      ),
      list(
        'Before',
        'bullet',
        facts.earlier.map((earlier) => incidentLine(earlier, clock)),
      ),
      context(...basisWords({ span, words: incidentName(incident) }, coverage, clock)),
    ],
  });
}

/** What is said when there is no incident of that number, or none at all. */
export function noIncidentView(
  number: number | undefined,
  newest: IncidentFacts['incident'] | undefined,
  clock: Clock,
): Message {
  const missing =
    number === undefined ? say`No incident is open.` : say`There is no incident BG-${String(number)}.`;
  const line =
    newest === undefined
      ? say`${missing} None was opened in the last 7 days.`
      : say`${missing} The newest is ${incidentName(newest)}, from ${moment(newest.firstFailureAt, clock)}.`;
  return message({ text: line, tone: 'neutral', blocks: [section(line)] });
}

const sureness = {
  certain: 'certain, the records say so',
  likely: 'likely, nothing else fits the records as well',
  guess: 'a guess, the best of several that fit',
} as const;

const lackWords = (lacks: readonly string[]): Phrase | undefined =>
  lacks.length === 0
    ? undefined
    : say`${bold('The log does not tell:')} ${joined(
        lacks.map((field) => [code(field)]),
        ', ',
      )}`;

/** What the logs cannot answer, and who could. */
function openQuestion({ cause, lacks, changes }: IncidentFacts): Phrase | undefined {
  if (cause.aftermath === true && changes.some(({ kind }) => kind === 'ejection'))
    return say`${bold('What emptied it:')} the gateway took its servers out, as told below. Why they fail is in their own logs.`;
  if (cause.aftermath === true)
    return say`${bold('What emptied it:')} nothing in these logs. Look for failures of its servers, their health checks and their names in DNS in the minute before, in logs that are not read here; else for ${code('max_conns')} and ${code('down')} in the configuration.`;
  return cause.id === 'unknown' && lacks.length === 0
    ? say`${bold('Who could tell:')} the error log, where it is not read yet; else the log of the upstream, or a debug log.`
    : undefined;
}

function otherCauses({ incident, cause }: IncidentFacts): Phrase | undefined {
  const others = incident.causes.filter((other) => other.cause !== cause.id).slice(0, othersShown);
  if (others.length === 0) return undefined;
  const items = others.map((other) => say`${causeTitle(other.cause)} ${other.count}`);
  return say`${bold('Also seen:')} ${joined(items, ', ')}`;
}

const othersShown = 4;
