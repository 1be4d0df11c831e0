import type { Clock } from '../../base/calendar.js';
import { counted } from '../../base/format-number.js';
import type { Failure } from '../../diagnose/failure.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, code, moment, type Phrase, say } from '../../render/rich-text.js';
import { failureTable } from '../../report/export/tables.js';
import { failuresWords } from '../../report/words/filter.js';
import { causeTitle, upstreamCode } from '../../report/words/names.js';
import type { Command } from '../answer.js';
import { isEverything } from '../language/merge-filters.js';
import { incidentFor, type Scope, scopeOf, scopeOfIncident } from '../scope.js';
import { plainView } from './answer-view.js';

/** Failures as the log has them, with the places where they stand. */
export function linesView({ failures, end, incident }: LinesFacts, scope: Scope, clock: Clock): Message {
  const [first] = failures;
  const of = incident === undefined ? [] : say` of ${incidentName(incident)}`;
  if (first === undefined) {
    return plainView(
      {
        lead: say`No ${failuresWords(scope.of)}${of}, ${scope.window.words}: no lines to show.`,
        tone: 'good',
      },
      scope,
      clock,
    );
  }
  const which = end === 'first' ? 'The first' : 'The latest';
  const number = failures.length === 1 ? 'failure' : counted(failures.length, 'failure');
  return plainView(
    {
      lead: say`${bold(which)} ${number}${of}: ${moment(first.at, clock)}, ${causeTitle(first.cause)} at ${upstreamCode(first.upstream)}.`,
      list: { title: '', items: failures.map((failure) => placeWords(failure, clock)) },
      records: failures.flatMap(({ evidence }) => evidence.slice(0, 2).map(({ text }) => text)),
    },
    scope,
    clock,
  );
}

export type LinesFacts = {
  readonly failures: readonly Failure[];
  readonly end: 'first' | 'latest';
  readonly incident: Incident | undefined;
};

function placeWords({ at, request, route, status, evidence }: Failure, clock: Clock): Phrase {
  const [place] = evidence;
  const what = request === null ? 'no request told' : `${request.method} ${route ?? request.target}`;
  return [
    ...say`${moment(at, clock)} ${what}`,
    ...(status === null ? [] : [` → ${status}`]),
    ...(place === undefined ? [] : say`, ${code(`${place.file}:${place.line}`)}`),
  ];
}

/** `show me the lines`, `show 5 examples of header too big`, `first bad request`: records as they stand in the log. */
export const lines: Command<'lines'> = {
  what: 'lines',
  usage: 'show [5] lines [of header too big], first bad request',
  help: 'the records themselves, redacted, with file and line',
  answer: (question, context) => {
    const isVague = question.when.length === 0 && isEverything(question.of);
    const incident = isVague ? incidentFor(question, context) : undefined;
    const scope =
      incident === undefined ? scopeOf(question, context) : scopeOfIncident(incident, {}, context);
    const limit = Math.max(1, Math.min(question.limit ?? shownMax, askedMax));
    const failures = context.ledger.singles(scope.window.span, scope.of, question.end, limit);
    return {
      message: linesView({ failures, end: question.end, incident }, scope, context),
      table: () => failureTable(failures),
    };
  },
};

const shownMax = 3;
const askedMax = 10;
