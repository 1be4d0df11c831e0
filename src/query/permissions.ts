import type { Config } from '../config/settings.js';
import { isUserGroup } from '../render/rich-text.js';
import type { OperatorAction } from './operator-action.js';

/** Users (U…) and user groups (S…) who may silence, resolve, merge and correct incidents; empty for everybody. */
export type Operators = Config['operators'];

/** Returns the members of a user group; undefined when Slack cannot be asked. */
export type FetchGroupMembers = (group: string) => Promise<readonly string[] | undefined>;

/** `unknown` while Slack cannot be asked for the members of an operating group. */
export type Permission = 'granted' | 'denied' | 'unknown';

/** Checks whether a user may apply an action. Everybody may look, acknowledge and add notes; the rest is for operators. */
export async function checkPermission(
  actionType: OperatorAction['type'] | null,
  user: string,
  operators: Operators,
  fetchGroupMembers: FetchGroupMembers,
): Promise<Permission> {
  if (
    actionType === null ||
    unrestrictedActions.has(actionType) ||
    operators.length === 0 ||
    operators.includes(user)
  )
    return 'granted';
  const groups = await Promise.all(operators.filter(isUserGroup).map(fetchGroupMembers));
  if (groups.some((members) => members?.includes(user))) return 'granted';
  return groups.includes(undefined) ? 'unknown' : 'denied';
}

const unrestrictedActions: ReadonlySet<OperatorAction['type']> = new Set(['acknowledge', 'note']);
