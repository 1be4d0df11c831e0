import { causeOf } from '../causes/index.js';
import type { Attempt, Event, Finding, Maker, Request } from '../event.js';
import type { Evidence, Failure, Timing } from '../failure.js';
import { redact } from '../redaction.js';
import { routeOf } from '../route.js';
import type { Case } from './case.js';
import { outcomeOf } from './outcome.js';
import type { UpstreamNames } from './upstream-names.js';

/** Records that one failure keeps: the first ones tell the root. */
const evidenceMax = 8;

/** The failure that a case's records tell, or null when they tell none. */
export function failureFrom({ attempts, request, told }: Case, names: UpstreamNames): Failure | null {
  const decider = deciderOf(attempts, request);
  if (decider === null || isHearsay(attempts, request)) return null;
  const { finding, event } = decider;
  const first = attempts[0] ?? event;
  const records: readonly (Attempt | Request)[] = request === null ? attempts : [...attempts, request];
  const asked = request?.request ?? first.request;
  const pick = <T>(read: (record: Attempt | Request) => T | null): T | null =>
    records.map(read).find((value) => value !== null) ?? null;

  return {
    key: told?.key ?? keyOf(first),
    at: first.at ?? request?.at ?? 0,
    gateway: event.gateway,
    cause: causeOf(finding).id,
    outcome: outcomeOf(attempts, request),
    madeBy: makerOf(attempts, request, finding),
    status: request === null ? (event.type === 'attempt' ? event.status : null) : request.status,
    upstream: names.of({ group: pick(({ group }) => group), peer: event.peer }),
    peer: event.peer ?? pick(({ peer }) => peer),
    client: pick(({ client }) => client),
    server: pick(({ server }) => server),
    host: pick(({ host }) => host),
    request: asked,
    route: asked === null ? null : routeOf(asked.target),
    attempts: Math.max(attempts.length, 1),
    timing: timingOf(event.peer, request),
    symptom: finding.symptom,
    phase: finding.phase,
    certainty: finding.certainty,
    hints: [],
    words: finding.words,
    lacks: finding.lacks,
    evidence: records.slice(0, evidenceMax).map(evidenceOf),
  };
}

/**
 * The record that names the cause. The last attempt made the client's status, but a group that had nobody left is only
 * the aftermath of the attempts before; and what the upstream itself answered at last outranks earlier attempts.
 */
function deciderOf(attempts: readonly Attempt[], request: Request | null) {
  const passedOn = request?.finding?.symptom.startsWith('answered-') === true;
  if (request?.finding && (passedOn || attempts.length === 0))
    return { event: request, finding: request.finding };
  const root = attempts.findLast(({ finding }) => causeOf(finding).aftermath !== true) ?? attempts.at(-1);
  return root === undefined ? null : { event: root, finding: root.finding };
}

/** Nothing but records that somebody may have forged: no failure until the other log confirms one. */
const isHearsay = (attempts: readonly Attempt[], request: Request | null) =>
  attempts.every(({ suspect }) => suspect) &&
  (request === null || request.suspect || request.finding === null);

const makerOf = (attempts: readonly Attempt[], request: Request | null, finding: Finding): Maker =>
  finding.symptom.startsWith('answered-')
    ? 'upstream'
    : attempts.length > 0
      ? 'gateway'
      : (request?.madeBy ?? 'undecided');

/** nginx tells of each try, Envoy of the whole request only. */
function timingOf(peer: string | null, request: Request | null): Timing | null {
  if (request === null) return null;
  const { tries, durationMs } = request;
  const failed = tries.findLast((each) => each.peer === peer && (each.status ?? 500) >= 500);
  const only = tries.length === 1 ? tries[0] : undefined;
  const tried = failed ?? only;
  const lasted = tried?.responseMs ?? (tries.length <= 1 ? durationMs : null);
  return lasted === null ? null : { durationMs: lasted, connectMs: tried?.connectMs ?? null };
}

const evidenceOf = ({ place, text }: Event): Evidence => ({ ...place, text: redact(text) });

/** A record's place and text name it for good, also when the log is read again from another path. */
const keyOf = ({ place, at, text }: Event): string =>
  `${place.byte}.${at ?? 0}.${hashOf(`${place.file}\n${text}`)}`;

/** FNV-1a, 32 bits: enough to tell apart records at the same byte and second. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
