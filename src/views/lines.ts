import type { Clock } from '../calendar.js';
import type { Failure } from '../failure.js';
import { counted } from '../figures.js';
import { type Incident, incidentName } from '../incident.js';
import type { Span } from '../ledger.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { aboutWords, failuresWords } from './about.js';
import { causeTitle, upstreamCode } from './naming.js';
import { bold, code, moment, type Phrase, say } from './phrase.js';
import { plainView } from './plain.js';
import { goodWords } from './standing.js';

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

/** When somebody was last answered well. */
export function goodView(good: Span | null | undefined, scope: Scope, clock: Clock): Message {
  const lead =
    goodWords(good, clock) ??
    say`I cannot tell: good requests are counted by upstream, host and route, not ${aboutWords(scope.of)}.`;
  return plainView(
    {
      lead,
      lines: [
        good === null
          ? say`Without an access log only failures are known.`
          : say`Good requests are counted by the minute; their lines are not kept.`,
      ],
    },
    scope,
    clock,
  );
}
