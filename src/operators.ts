import type { Act } from './act.js';

/** Who may silence, end, join and rename incidents: Slack user ids. Nobody named means everybody. */
export type Operators = readonly string[];

/** Whether somebody may do that. Looking, taking on and noting is for everybody. */
export const mayDo = (what: Act['name'] | null, user: string, operators: Operators): boolean =>
  what === null || forEverybody.has(what) || operators.length === 0 || operators.includes(user);

const forEverybody: ReadonlySet<Act['name']> = new Set(['acknowledge', 'note']);
