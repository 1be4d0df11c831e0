import type { Attempt, Remark, Request, Try } from '../../parse/event.js';
import { isAfterHeader } from './outcome.js';
import type { Case } from './pending-request.js';
import { mayFollow } from './retry-order.js';

/** The error log has whole seconds, and an access log may have them. */
const slackMs = 1_000;
/** How long before its end a request may have begun when its log does not tell the duration. */
const unknownDurationMs = 10_000;

/** How well records fit together: 0 not at all; more is better. */
type Fit = 0 | 1 | 2 | 3 | 4;
/** The servers that the access line names include the one of the record. */
const named = 4;
/** The line names nobody, but its status is the record's. */
const sameStatus = 3;
const nextTry = 2;
/** The line does not name the server, and its status is that of another try, or of whatever answered in the end. */
export const otherStatus = 1;

/** How well an attempt continues a case of which no access line is known yet. */
export function fitOfNext(attempt: Attempt, { attempts }: Pick<Case, 'attempts'>): Fit {
  const last = attempts.at(-1);
  if (last === undefined || attempt.connection === null || attempt.connection !== last.connection) return 0;
  const tried = attempts.some(({ peer }) => peer !== null && peer === attempt.peer);
  return !tried && mayFollow(attempt, last) ? nextTry : 0;
}

/** How well an attempt fits a request for which some attempts have been found. */
export function fitOf(attempt: Attempt, request: Request, found: readonly Attempt[]): Fit {
  if (!isDuring(attempt, request)) return 0;
  return isListed(request) ? fitOfTries(attempt, request, found) : fitOfStatus(attempt, request, found);
}

/** True where the line names the servers that were tried. */
export const isListed = ({ listsTries, tries }: Request): boolean => listsTries === true || tries.length > 0;

/** True when nginx's record belongs to this client's request, by connection or client and by time. */
export function isDuring(record: Attempt | Remark, request: Request): boolean {
  const { at, connection, client } = record;
  if (request.gateway !== 'nginx-access') return false;
  if (connection === null || request.connection === null) {
    if (client === null || client !== request.client) return false;
  } else if (connection !== request.connection) return false;
  if (at === null || request.at === null) return true;
  const lastedMs = request.durationMs ?? unknownDurationMs;
  return at >= request.at - lastedMs - 2 * slackMs && at <= request.at + slackMs;
}

/** True where nginx gives the record the number of the case's connection. */
export const isSameConnection = ({ attempts }: Case, { connection }: Remark): boolean =>
  connection !== null && attempts.every((attempt) => attempt.connection === connection);

/** The same of all records. */
export const isDuringAll = (records: readonly Attempt[], request: Request): boolean =>
  records.every((record) => isDuring(record, request));

/** The line names every try: one of the same server and status must still be without its record. */
function fitOfTries(attempt: Attempt, request: Request, found: readonly Attempt[]): Fit {
  const server = serverOf(attempt);
  const rooms = request.tries.filter((each) => each.peer === server && hasStatusOf(each, attempt)).length;
  const taken = found.filter((each) => serverOf(each) === server).length;
  if (server !== null && rooms > taken) return named;
  return isUnlisted(attempt) && !found.some(isUnlisted) ? fitOfHidden(attempt, request) : 0;
}

/** Before nginx has an address, or a connection of its own to show for it, it lists nothing. */
const isUnlisted = ({ peer, status, finding }: Attempt): boolean =>
  finding.symptom !== 'no-peer' && (peer === null || status === 500);

/** The lists leave room for a pass that is not in them where they are empty, or have an empty element. */
function fitOfHidden(attempt: Attempt, { tries, status, group }: Request): Fit {
  if (tries.length === 0) return status === attempt.status && isSameName(group, attempt.group) ? named : 0;
  if (tries.every(({ peer }) => peer !== null)) return 0;
  if (status === attempt.status) return named;
  return attempt.status !== 500 && (status ?? 500) < 500 ? otherStatus : 0;
}

/** nginx's record has the name to resolve without its port. */
const isSameName = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one.replace(/:\d{1,5}$/, '') === other;

/** What `$upstream_addr` says of the attempt: an address, or the name of a group without one. */
const serverOf = ({ peer, group, finding }: Attempt): string | null =>
  finding.symptom === 'no-peer' ? group : peer;

function hasStatusOf({ status, headerMs }: Try, attempt: Attempt): boolean {
  if (isAfterHeader(attempt.finding)) return headerMs !== null || (status ?? 500) < 500;
  return attempt.status === null || status === attempt.status;
}

function fitOfStatus(attempt: Attempt, { status }: Request, found: readonly Attempt[]): Fit {
  if (found.length > 0 && fitOfNext(attempt, { attempts: found }) === 0) return 0;
  if (isAfterHeader(attempt.finding)) return status !== null && status < 500 ? sameStatus : 0;
  if (status === attempt.status || (status === null && attempt.status === null)) return sameStatus;
  const isOther = status === null || status < 500 || status === 502 || status === 504;
  return isOther && attempt.status !== 500 ? otherStatus : 0;
}
