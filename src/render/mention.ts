/** Somebody Slack can call: the id of a user (`U…`, `W…`) or of a user group (`S…`). */
export type Person = { readonly id: string };

/** True for the id of a user group. */
export const isGroup = (id: string): boolean => id.startsWith('S');
