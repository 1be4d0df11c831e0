import type { Owner } from './owners.js';
import type { QuietHours } from './quiet-hours.js';

/** Whom to call, and when rather not. */
export type Manners = {
  readonly owners: readonly Owner[];
  readonly quietHours: QuietHours | null;
  /** How long an incident may go without anybody taking it on before its owners are called again; null: for ever. */
  readonly escalateMs: number | null;
};

/** Tell everything to everybody, at any time. */
export const plainManners: Manners = { owners: [], quietHours: null, escalateMs: null };
