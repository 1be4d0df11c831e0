import type { Config } from '../config/settings.js';
import { isUserGroup } from '../render/rich-text.js';
import type { OperatorAction } from './action.js';

/** Users (U…) and user groups (S…) who may silence, resolve, merge and correct incidents; empty for everybody. */
export type Operators = Config['operators'];

/** The users of a user group; undefined when Slack does not tell. */
export type FetchGroupMembers = (group: string) => Promise<readonly string[] | undefined>;

/** Whether somebody may do something; unknown while Slack does not tell who is in a group that may. */
export type Permission = 'granted' | 'denied' | 'unknown';

/** Looking, taking on and noting is for everybody; the rest for operators. */
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
