import { WebClient } from '@slack/web-api';
import type { SlackConfig } from '../config/config.js';
import type { MembersOf } from '../query/permissions.js';
import { onceOptions } from './client-options.js';
import { whyItFailed } from './error-text.js';
import type { Log } from './log.js';

/** Who is in a user group changes seldom; a person who was just added should not have to wait for long. */
const freshMs = 300_000;
/** While Slack does not tell, who was in it an hour ago is as good as known. Beyond that nobody is. */
const keptMs = 3_600_000;
/** A modal has to be opened within three seconds of the press. */
const answerWithinMs = 1_500;

/** One press asks more than once, and Slack does not recover in between. */
const pauseMs = 10_000;

/** `at`: when Slack told the members; `askedAt`: when it was last asked. */
type Known = {
  readonly members: readonly string[] | undefined;
  readonly at: number;
  readonly askedAt: number;
};

const nothingKnown: Known = { members: undefined, at: -Infinity, askedAt: -Infinity };

/** Asks Slack who is in a user group, and remembers it for a while. */
export function userGroups({ botToken, apiUrl }: SlackConfig, log: Log, clock: () => number): MembersOf {
  const web = new WebClient(botToken, { ...onceOptions(apiUrl, log), timeout: answerWithinMs });
  const known = new Map<string, Known>();
  const ask = async (usergroup: string, before: Known): Promise<Known> => {
    const askedAt = clock();
    try {
      const { users = [] } = await web.usergroups.users.list({ usergroup });
      return { members: users, at: askedAt, askedAt };
    } catch (error) {
      log.warn(`Cannot look up who is in the user group ${usergroup} of OPERATORS: ${whyItFailed(error)}`);
      return { ...before, askedAt };
    }
  };

  return async (group) => {
    const before = known.get(group) ?? nothingKnown;
    const now = clock();
    const isFresh = isWithin(freshMs, before.at, now) || isWithin(pauseMs, before.askedAt, now);
    const after = isFresh ? before : await ask(group, before);
    known.set(group, after);
    return isWithin(keptMs, after.at, now) ? after.members : undefined;
  };
}

/** False also for what seems still to come, as the clock stepped back: nobody operates longer for that. */
const isWithin = (ms: number, at: number, now: number): boolean => now >= at && now - at < ms;
