import type { Attempt, Symptom } from '../../parse/event.js';

/** nginx's default timeouts, and the one-second resolution of the logs. */
const attemptGapMsMax = 61_000;
/** A connection that is refused or unreachable fails at once. */
const instantFailureMsMax = 2_000;

/** True when the attempt may be the next one of the same request, judging by the error log alone. */
export function canFollowAttempt(attempt: Attempt, previous: Attempt): boolean {
  if (attempt.subrequest !== previous.subrequest || isLastAttempt(previous) || isFirstAttempt(attempt))
    return false;
  if (!hasSameUri(attempt, previous)) return false;
  if (attempt.at === null || previous.at === null) return true;
  const tookMs =
    attempt.finding.phase === 'connecting' && failsInstantly(attempt) ? instantFailureMsMax : attemptGapMsMax;
  return attempt.at >= previous.at && attempt.at <= previous.at + tookMs;
}

/** True when nginx had no server yet, so no attempt can precede it. */
const isFirstAttempt = ({ finding: { phase } }: Attempt): boolean =>
  phase === 'resolving' || phase === 'preparing';

/** True when nginx, by default, does not try another server afterwards. */
function isLastAttempt({ finding: { symptom, phase }, status, request }: Attempt): boolean {
  if (status !== 502 && status !== 504) return true;
  if (neverRetriedSymptoms.has(symptom)) return true;
  const isSent = phase === 'sending' || phase === 'reading-header';
  return isSent && /^(?:POST|LOCK|PATCH)$/.test(request?.method ?? '');
}

/** No server is left, the name has no address, or the response was bad: `invalid_header` is not retried by default. */
const neverRetriedSymptoms: ReadonlySet<Symptom> = new Set<Symptom>([
  'no-peer',
  'name-not-found',
  'name-timed-out',
  'name-server-failed',
  'misconfigured',
  'malformed',
  'header-too-big',
  'other-protocol',
]);

const failsInstantly = ({ finding: { symptom } }: Attempt): boolean =>
  symptom !== 'timed-out' && symptom !== 'ETIMEDOUT';

/** nginx builds a request once for all servers of a group. Some protocols log no URI. */
function hasSameUri(a: Attempt, b: Attempt): boolean {
  const [uriA, uriB] = [removeServer(a), removeServer(b)];
  return uriA === null || uriB === null || uriA === uriB;
}

/** Scheme and URI from nginx's `upstream:`, without the address or group name between them. */
function removeServer({ upstream, peer, upstreamName }: Attempt): string | null {
  const server = peer ?? upstreamName;
  const index = upstream === null || server === null ? -1 : upstream.indexOf(server);
  return upstream === null || server === null || index < 0
    ? null
    : `${upstream.slice(0, index)} ${upstream.slice(index + server.length)}`;
}
