import { redact } from '../../base/redact.js';
import { type CustomerKey, customerOf } from '../../parse/customer.js';
import type { Attempt, Event, Finding, Maker, Request } from '../../parse/event.js';
import { gatewayHostOf } from '../../parse/gateway-instance.js';
import type { Evidence } from '../../parse/line.js';
import { routeOf } from '../../parse/route-template.js';
import { causeOf } from '../causes/index.js';
import type { Failure, Timing } from '../failure.js';
import { type Decider, deciderOf } from './deciding-record.js';
import { fingerprint } from './keys.js';
import { outcomeOf } from './outcome.js';
import { type Case, isInside } from './pending-request.js';
import type { UpstreamNames } from './upstream-names.js';

/** Records that one failure keeps: the first ones tell the root. */
const evidenceMax = 8;

/** The failure that a case's records tell, or null when they tell none. */
export function failureFrom(
  each: Case,
  names: UpstreamNames,
  customerKey: CustomerKey | null,
): Failure | null {
  const { attempts, request, told } = each;
  const decider = deciderOf(each);
  if (decider === null || isHearsay(attempts, request)) return null;
  const { finding, event, peer } = decider;
  const first = attempts[0] ?? event;
  const records: readonly (Attempt | Request)[] = request === null ? attempts : [...attempts, request];
  const asked = request?.request ?? first.request;
  const pick = <T>(read: (record: Attempt | Request) => T | null): T | null =>
    records.map(read).find((value) => value !== null) ?? null;

  return {
    key: told?.key ?? keyOf(first),
    at: first.at ?? request?.at ?? 0,
    gateway: event.gateway,
    gatewayHost: request === null ? null : gatewayHostOf(request),
    cause: causeOf(finding).id,
    outcome: outcomeOf(each),
    madeBy: makerOf(attempts, request, finding),
    status: statusOf(each, decider),
    upstream: names.of({ group: groupOf(each, decider), peer }),
    peer,
    client: pick(({ client }) => client),
    server: pick(({ server }) => server),
    host: redacted(pick(({ host }) => host)),
    customer: pick((record) => customerOf(customerKey, record)),
    request: asked && { ...asked, target: redact(asked.target) },
    route: asked && routeOf(asked.target),
    attempts: Math.max(attempts.length, triesFailed(each), 1),
    timing: timingOf(decider, request),
    symptom: finding.symptom,
    phase: finding.phase,
    certainty: finding.certainty,
    hints: [],
    words: redact(finding.words),
    lacks: finding.lacks,
    evidence: records.slice(0, evidenceMax).map(evidenceOf),
  };
}

/** Nobody waited for a subrequest, unless the whole request failed with it: with a 500. */
function statusOf(each: Case, { event }: Decider): number | null {
  if (isInside(each)) return each.inherited ? 500 : null;
  if (each.request !== null) return each.request.status;
  return event.type === 'attempt' ? event.status : null;
}

/** The configured name, where a record gives that of the server that failed and not of one that answered afterwards. */
function groupOf(each: Case, { tried }: Decider): string | null {
  const said = each.attempts.find(({ group }) => group !== null)?.group ?? null;
  if (said !== null || each.request === null || isInside(each)) return said;
  const { tries, group } = each.request;
  const later = tried === undefined ? [] : tries.slice(tries.indexOf(tried) + 1);
  return later.some(({ redirected }) => redirected) ? null : group;
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

/** The access line lists tries also where no error record tells of them. */
const triesFailed = (each: Case): number =>
  isInside(each) ? 0 : (each.request?.tries.filter(({ status }) => (status ?? 500) >= 500).length ?? 0);

/** nginx tells of each try, Envoy of the whole request only. */
function timingOf({ tried }: Decider, request: Request | null): Timing | null {
  if (request === null) return null;
  const { tries, durationMs } = request;
  const only = tried ?? (tries.length === 1 ? tries[0] : undefined);
  const lasted = only?.responseMs ?? (tries.length <= 1 ? durationMs : null);
  return lasted === null ? null : { durationMs: lasted, connectMs: only?.connectMs ?? null };
}

const redacted = (text: string | null): string | null => text && redact(text);

const evidenceOf = ({ place, text }: Event): Evidence => ({ ...place, text: redact(text) });

/** A record's place and text name it for good, also when the log is read again from another path. */
const keyOf = ({ place, at, text }: Event): string =>
  `${place.byte}.${at ?? 0}.${fingerprint(`${place.file}\n${text}`)}`;
