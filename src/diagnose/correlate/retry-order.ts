import type { Attempt, Symptom } from '../../parse/event.js';

/** nginx's default time-outs, and a second of either log. */
const timeoutMs = 61_000;
/** What is refused or unreachable is so at once. */
const instantMs = 2_000;

/** True when the attempt may be what nginx tried next for the same request, as far as the error log can tell. */
export function mayFollow(attempt: Attempt, last: Attempt): boolean {
  if (attempt.subrequest !== last.subrequest || isLast(last) || isFirst(attempt)) return false;
  if (!hasSameUri(attempt, last)) return false;
  if (attempt.at === null || last.at === null) return true;
  const tookMs = attempt.finding.phase === 'connecting' && isInstant(attempt) ? instantMs : timeoutMs;
  return attempt.at >= last.at && attempt.at <= last.at + tookMs;
}

/** What comes before nginx has any server: no other can have failed before. */
const isFirst = ({ finding: { phase } }: Attempt): boolean => phase === 'resolving' || phase === 'preparing';

/** True when nginx, unless told otherwise, tries nobody else afterwards. */
function isLast({ finding: { symptom, phase }, status, request }: Attempt): boolean {
  if (status !== 502 && status !== 504) return true;
  if (neverRetried.has(symptom)) return true;
  const isSent = phase === 'sending' || phase === 'reading-header';
  return isSent && /^(?:POST|LOCK|PATCH)$/.test(request?.method ?? '');
}

/** Nobody is left, the name has no address, or the answer was bad: `invalid_header` is no reason to try again. */
const neverRetried: ReadonlySet<Symptom> = new Set<Symptom>([
  'no-peer',
  'name-not-found',
  'name-timed-out',
  'name-server-failed',
  'misconfigured',
  'malformed',
  'header-too-big',
  'other-protocol',
]);

const isInstant = ({ finding: { symptom } }: Attempt): boolean =>
  symptom !== 'timed-out' && symptom !== 'ETIMEDOUT';

/** nginx builds a request once for all servers of a group. Some protocols show no URI. */
function hasSameUri(one: Attempt, other: Attempt): boolean {
  const [mine, theirs] = [aroundServer(one), aroundServer(other)];
  return mine === null || theirs === null || mine === theirs;
}

/** Scheme and URI, as nginx's `upstream:` has them before and behind the address or the group's name. */
function aroundServer({ upstream, peer, group }: Attempt): string | null {
  const server = peer ?? group;
  const at = upstream === null || server === null ? -1 : upstream.indexOf(server);
  return upstream === null || server === null || at < 0
    ? null
    : `${upstream.slice(0, at)} ${upstream.slice(at + server.length)}`;
}
