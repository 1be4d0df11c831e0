import { WebClient } from '@slack/web-api';
import { hourMs } from '../base/duration.js';
import { createNoRetryClientOptions } from './client-options.js';
import { describeError } from './error-text.js';

/** Members change seldom, but a new member should not wait long. */
const cacheFreshMs = 300_000;
/** While Slack does not answer, members known within the last hour still count. After that nobody does. */
const cacheStaleMsMax = hourMs;
/** A modal must be opened within three seconds of the press. */
const lookupTimeoutMs = 1_500;
/** One press asks several times, and Slack does not recover in between. */
const retryPauseMs = 10_000;
const emptyEntry = { members: undefined, fetchedAt: -Infinity, askedAt: -Infinity };
/** Returns a cached lookup of the members of a user group; it resolves to undefined when they are not known. */
export function createGroupMemberLookup({ botToken, apiUrl }, log, clock) {
  const web = new WebClient(botToken, {
    ...createNoRetryClientOptions(apiUrl, log),
    timeout: lookupTimeoutMs,
  });
  const cache = new Map();
  const fetchMembers = async (usergroup, cached) => {
    const askedAt = clock();
    try {
      const { users = [] } = await web.usergroups.users.list({ usergroup });
      return { members: users, fetchedAt: askedAt, askedAt };
    } catch (error) {
      log.warn(`Cannot look up the members of user group ${usergroup} in OPERATORS: ${describeError(error)}`);
      return { ...cached, askedAt };
    }
  };
  return async (group) => {
    const cached = cache.get(group) ?? emptyEntry;
    const now = clock();
    const isFresh =
      isWithin(cacheFreshMs, cached.fetchedAt, now) || isWithin(retryPauseMs, cached.askedAt, now);
    const latest = isFresh ? cached : await fetchMembers(group, cached);
    cache.set(group, latest);
    return isWithin(cacheStaleMsMax, latest.fetchedAt, now) ? latest.members : undefined;
  };
}
/** False for times in the future as well: a clock that stepped back must not extend a permission. */
const isWithin = (withinMs, at, now) => now >= at && now - at < withinMs;
