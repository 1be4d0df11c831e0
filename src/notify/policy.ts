import { formatClockTime } from '../base/calendar.js';
import { matchesWildcard } from '../base/wildcard.js';
import type { MentionTarget } from '../render/rich-text.js';

/** Notification policy: owners to page, and quiet hours. */
export type NotificationPolicy = {
  readonly owners: readonly Owner[];
  readonly quietHours: QuietHours | null;
  /** Time without acknowledgement after which the owners are paged again; null: never. */
  readonly escalateAfterMs: number | null;
};

/** No owners, no quiet hours, no escalation. */
export const defaultPolicy: NotificationPolicy = { owners: [], quietHours: null, escalateAfterMs: null };

/** A person or group paged for an upstream or a route: when an incident opens, and again if nobody acknowledges it. */
export type Owner = {
  /** A pattern that begins with `/` matches routes, any other upstreams; `*` matches anything. */
  readonly pattern: string;
  readonly person: MentionTarget;
};

/** Minutes after midnight between which minor incidents wait; `toMinute` is less than `fromMinute` across midnight. */
export type QuietHours = { readonly fromMinute: number; readonly toMinute: number };

/** The attributes of an incident that owner patterns match. */
export type OwnershipTarget = {
  readonly upstreams: readonly (string | null)[];
  readonly routes: readonly string[];
};

/** Owners of these upstreams and routes, in the order of the setting, without duplicates. */
export function findOwners(
  { upstreams, routes }: OwnershipTarget,
  owners: readonly Owner[],
): readonly MentionTarget[] {
  const listNames = ({ pattern }: Owner) => (pattern.startsWith('/') ? routes : upstreams);
  const matching = owners.filter((owner) =>
    listNames(owner).some((name) => name !== null && matchesWildcard(owner.pattern, name)),
  );
  return [...new Map(matching.map(({ person }) => [person.id, person])).values()].slice(0, ownersMax);
}

/** More mentions than this make a message unreadable. */
const ownersMax = 5;

/** Parses `payments-*=<@U123>, /api/*=S0ABC`. Undefined when any entry is malformed. */
export function parseOwners(text: string): readonly Owner[] | undefined {
  const entries = text.split(',').map((entry) => entry.trim());
  const owners = entries.filter((entry) => entry !== '').map(parseOwner);
  return owners.every((owner) => owner !== undefined) ? owners : undefined;
}

function parseOwner(entry: string): Owner | undefined {
  const [, pattern, mention] = /^([^=\s]{1,200})\s*=\s*(\S{1,60})$/.exec(entry) ?? [];
  const id = /^(?:<@|<!subteam\^)?([UWS][A-Z0-9]{2,20})>?$/.exec(mention ?? '')?.[1];
  if (pattern === undefined || id === undefined) return undefined;
  return { pattern, person: { id } };
}

/** True when `now` is within the quiet hours, by the clock of this time zone. */
export function isWithinQuietHours(hours: QuietHours | null, now: number, timezone: string): boolean {
  if (hours === null) return false;
  const [hour = 0, minute = 0] = formatClockTime(now, timezone).split(':').map(Number);
  const minuteOfDay = hour * 60 + minute;
  const { fromMinute, toMinute } = hours;
  return fromMinute <= toMinute
    ? minuteOfDay >= fromMinute && minuteOfDay < toMinute
    : minuteOfDay >= fromMinute || minuteOfDay < toMinute;
}
