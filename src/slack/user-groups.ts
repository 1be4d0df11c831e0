import { WebClient } from '@slack/web-api';
import { hourMs } from '../base/duration.js';
import type { SlackConfig } from '../config/slack-settings.js';
import type { FetchGroupMembers } from '../query/permissions.js';
import { createNoRetryClientOptions } from './client-options.js';
import { describeError } from './error-text.js';
import type { SlackLog } from './log.js';

/** Members change seldom, but a new member should not wait long. */
const cacheFreshMs = 300_000;
/** While Slack does not answer, members known within the last hour still count. After that nobody does. */
const cacheStaleMsMax = hourMs;
/** A modal must be opened within three seconds of the press. */
const lookupTimeoutMs = 1_500;

/** One press asks several times, and Slack does not recover in between. */
const retryPauseMs = 10_000;

type CachedMembers = {
  readonly members: readonly string[] | undefined;
  /** The last successful lookup. */
  readonly fetchedAt: number;
  /** The last lookup, successful or not. */
  readonly askedAt: number;
};

const emptyEntry: CachedMembers = { members: undefined, fetchedAt: -Infinity, askedAt: -Infinity };

/** Returns a cached lookup of the members of a user group; it resolves to undefined when they are not known. */
export function createGroupMemberLookup(
  { botToken, apiUrl }: SlackConfig,
  log: SlackLog,
  clock: () => number,
): FetchGroupMembers {
  const web = new WebClient(botToken, {
    ...createNoRetryClientOptions(apiUrl, log),
    timeout: lookupTimeoutMs,
  });
  const cache = new Map<string, CachedMembers>();
  const fetchMembers = async (usergroup: string, cached: CachedMembers): Promise<CachedMembers> => {
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
const isWithin = (withinMs: number, at: number, now: number): boolean => now >= at && now - at < withinMs;
