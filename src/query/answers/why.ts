import type { Clock } from '../../base/calendar.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import { context, header, list, message, records, section } from '../../render/blocks.js';
import type { Message } from '../../render/message.js';
import { bold, code, joined, moment, type Phrase, say } from '../../render/rich-text.js';
import type { FileCoverage, Group, Ledger } from '../../report/repository.js';
import { type GroupFacts, groupFactsOf } from '../../report/summary/group.js';
import { factsOf, type IncidentFacts } from '../../report/summary/incident.js';
import { avoidWords, hintWords, stepsAgainst, stepWords } from '../../report/words/advice.js';
import { basisWords } from '../../report/words/coverage.js';
import { failuresWords } from '../../report/words/filter.js';
import { groupWords } from '../../report/words/group.js';
import { courseOf, soleClientWords, surroundings, titleOf, toneOf } from '../../report/words/incident.js';
import { incidentLine } from '../../report/words/incident-line.js';
import { causeTitle } from '../../report/words/names.js';
import type { Asked, Command, Context } from '../answer.js';
import { isEverything } from '../language/merge-filters.js';
import { incidentFor, isAbout, type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

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

/** Why something fails that is no incident: its causes, each with the one thing to do. */
export function causesView(
  groups: readonly GroupFacts[],
  open: readonly Incident[],
  scope: Scope,
  clock: Clock,
): Message {
  const about = failuresWords(scope.of);
  const { words } = scope.window;
  return plainView(
    groups.length === 0
      ? { lead: say`No ${about}, ${words}: nothing to explain.`, tone: 'good' }
      : {
          lead: say`${bold('Why')} ${about}, ${words}:`,
          lines: open.map((incident) => say`Open: ${incidentLine(incident, clock)}`),
          list: { title: '', style: 'ordered', items: groups.map(groupWords) },
        },
    scope,
    clock,
  );
}

/** `why BG-142`: everything about one incident, else about the worst open one, the newest, or what is asked about. */
export const why: Command<'why'> = {
  what: 'why',
  usage: 'why [BG-142|502s|payments-api]',
  help: 'the cause of an incident, all there is to try, and the records that tell',
  answer: (question, context) => {
    const { ledger, now, zone } = context;
    const incident = isOfFailures(question, context) ? undefined : incidentFor(question, context);
    if (incident !== undefined) {
      return { message: whyView(factsOf(incident, ledger, now), ledger.coverage(), now, zone) };
    }
    if (question.incident === null && !isEverything(question.of)) return ofFailures(question, context);
    const [newest] = ledger.incidents({ from: now - weekMs, to: now + 1 });
    return { message: noIncidentView(question.incident ?? undefined, newest, context) };
  },
};

const weekMs = 7 * 86_400_000;
const groupsMax = 4;

/** An incident answers for its upstream and cause while it is open; what is narrower is answered from failures. */
function isOfFailures({ incident, of, when }: Asked<'why'>, { ledger }: Context): boolean {
  if (incident !== null) return false;
  const { upstream: _, causes: __, ...narrower } = of;
  if (Object.keys(narrower).length > 0 || when.length > 0) return true;
  return !isEverything(of) && !ledger.openIncidents().some((open) => isAbout(open, of));
}

/** Open incidents of the upstreams that are blamed. */
const openAmong = (groups: readonly Group[], ledger: Ledger) =>
  ledger.openIncidents().filter((open) => groups.some(({ upstream }) => isAbout(open, { upstream })));

function ofFailures(question: Asked<'why'>, context: Context) {
  const scope = scopeOf(question, context);
  const groups = groupFactsOf(context.ledger, scope.window.span, groupsMax, scope.of);
  return { message: causesView(groups, openAmong(groups, context.ledger), scope, context) };
}
