import { formatClockTime } from '../base/calendar.js';
import { matchesWildcard } from '../base/wildcard.js';
/** No owners, no quiet hours, no escalation. */
export const defaultPolicy = { owners: [], quietHours: null, escalateAfterMs: null };
/** Owners of these upstreams and routes, in the order of the setting, without duplicates. */
export function findOwners({ upstreams, routes }, owners) {
  const listNames = ({ pattern }) => (pattern.startsWith('/') ? routes : upstreams);
  const matching = owners.filter((owner) =>
    listNames(owner).some((name) => name !== null && matchesWildcard(owner.pattern, name)),
  );
  return [...new Map(matching.map(({ person }) => [person.id, person])).values()].slice(0, ownersMax);
}
/** More mentions than this make a message unreadable. */
const ownersMax = 5;
/** Parses `payments-*=<@U123>, /api/*=S0ABC`. Undefined when any entry is malformed. */
export function parseOwners(text) {
  const entries = text.split(',').map((entry) => entry.trim());
  const owners = entries.filter((entry) => entry !== '').map(parseOwner);
  return owners.every((owner) => owner !== undefined) ? owners : undefined;
}
function parseOwner(entry) {
  const [, pattern, mention] = /^([^=\s]{1,200})\s*=\s*(\S{1,60})$/.exec(entry) ?? [];
  const id = /^(?:<@|<!subteam\^)?([UWS][A-Z0-9]{2,20})>?$/.exec(mention ?? '')?.[1];
  if (pattern === undefined || id === undefined) return undefined;
  return { pattern, person: { id } };
}
/** True when `now` is within the quiet hours, by the clock of this time zone. */
export function isWithinQuietHours(hours, now, timezone) {
  if (hours === null) return false;
  const [hour = 0, minute = 0] = formatClockTime(now, timezone).split(':').map(Number);
  const minuteOfDay = hour * 60 + minute;
  const { fromMinute, toMinute } = hours;
  return fromMinute <= toMinute
    ? minuteOfDay >= fromMinute && minuteOfDay < toMinute
    : minuteOfDay >= fromMinute || minuteOfDay < toMinute;
}
