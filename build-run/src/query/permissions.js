import { isUserGroup } from '../render/rich-text.js';
/** Checks whether a user may apply an action. Everybody may look, acknowledge and add notes; the rest is for operators. */
export async function checkPermission(actionType, user, operators, fetchGroupMembers) {
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
const unrestrictedActions = new Set(['acknowledge', 'note']);
