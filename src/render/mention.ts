/** Somebody Slack can call: the id of a user (`U…`, `W…`) or of a user group (`S…`). */
export type MentionTarget = { readonly id: string };

/** True for the id of a user group. */
export const isUserGroup = (id: string): boolean => id.startsWith('S');
