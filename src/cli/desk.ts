import { answer } from '../commands/index.js';
import type { Handlers } from '../slack/handlers.js';
import type { Store } from '../store/store.js';
import { noteView } from '../views/note.js';
import type { Keeper } from './keeper.js';

export type DeskOptions = {
  readonly store: Store;
  readonly keeper: Keeper;
  readonly zone: string;
  readonly clock: () => number;
  /** Called when something was done that the channel should see soon. */
  readonly changed: () => void;
};

/** Answers people, and does what their buttons say. */
export function desk({ store, keeper, zone, clock, changed }: DeskOptions): Handlers {
  return {
    answer: async ({ text }) => answer(text, { ledger: store, now: clock(), zone }),
    act: async ({ name, value, user }) => {
      if (name !== 'acknowledge') return undefined;
      const incident = store.incident(Number(value));
      const after = incident && keeper.acknowledge(incident.id, user, clock());
      if (after === undefined) return noteView.unknownIncident(value);
      changed();
      return after.acknowledged?.by === user ? undefined : noteView.alreadyAcknowledged(after);
    },
  };
}
