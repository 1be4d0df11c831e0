import type { Operators } from '../config/config.js';
import { isGroup } from '../render/mention.js';
import type { Act } from './action.js';

/** The users of a user group; undefined when Slack does not tell. */
export type MembersOf = (group: string) => Promise<readonly string[] | undefined>;

/** Whether somebody may do something; unknown while Slack does not tell who is in a group that may. */
export type Permission = 'granted' | 'denied' | 'unknown';

/** Looking, taking on and noting is for everybody; the rest for operators. */
export async function permissionFor(
  what: Act['name'] | null,
  user: string,
  operators: Operators,
  membersOf: MembersOf,
): Promise<Permission> {
  if (what === null || forEverybody.has(what) || operators.length === 0 || operators.includes(user))
    return 'granted';
  const groups = await Promise.all(operators.filter(isGroup).map(membersOf));
  if (groups.some((members) => members?.includes(user))) return 'granted';
  return groups.includes(undefined) ? 'unknown' : 'denied';
}

const forEverybody: ReadonlySet<Act['name']> = new Set(['acknowledge', 'note']);
