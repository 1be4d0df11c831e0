import type { TellingOptions } from '../../src/cli/run/notify-loop.js';
import type { Letter } from '../../src/notify/outbox.js';
import { plainManners } from '../../src/notify/policy.js';
import type { Store } from '../../src/storage/store.js';

/** What is told with no setting changed, where no report is ever due. */
export const plainTelling = (store: Store): TellingOptions => ({
  ledger: store,
  decide: store.decide,
  manners: plainManners,
  zone: 'UTC',
  reportAt: 24 * 60,
  since: 0,
});

/** The letters that wait, each taken by a channel that takes everything. */
export function taken(store: Store, now: number): readonly Letter[] {
  const letters: Letter[] = [];
  for (let letter = store.nextLetter(now); letter !== undefined; letter = store.nextLetter(now)) {
    store.markSent(letter.id, String(letter.id));
    letters.push(letter);
  }
  return letters;
}
