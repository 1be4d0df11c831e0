import { WebClient } from '@slack/web-api';
import { hourMs } from '../base/duration.js';
import type { SlackConfig } from '../config/slack-settings.js';
import type { FetchGroupMembers } from '../query/permissions.js';
import { createNoRetryClientOptions } from './client-options.js';
import { describeError } from './error-text.js';
import type { SlackLog } from './log.js';

/** Who is in a user group changes seldom; a person who was just added should not have to wait for long. */
const cacheFreshMs = 300_000;
/** While Slack does not tell, who was in it an hour ago is as good as known. Beyond that nobody is. */
const cacheStaleMsMax = hourMs;
/** A modal has to be opened within three seconds of the press. */
const lookupTimeoutMs = 1_500;

/** One press asks more than once, and Slack does not recover in between. */
const retryPauseMs = 10_000;

/** `at`: when Slack told the members; `askedAt`: when it was last asked. */
type CachedMembers = {
  readonly members: readonly string[] | undefined;
  readonly fetchedAt: number;
  readonly askedAt: number;
};

const emptyEntry: CachedMembers = { members: undefined, fetchedAt: -Infinity, askedAt: -Infinity };

/** Asks Slack who is in a user group, and remembers it for a while. */
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
      log.warn(`Cannot look up who is in the user group ${usergroup} of OPERATORS: ${describeError(error)}`);
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

/** False also for what seems still to come, as the clock stepped back: nobody operates longer for that. */
const isWithin = (withinMs: number, at: number, now: number): boolean => now >= at && now - at < withinMs;
