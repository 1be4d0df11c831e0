import { answer } from '../commands/index.js';
import type { Ledger } from '../ledger.js';
import type { Handlers } from '../slack/handlers.js';
import { noteView } from '../views/note.js';
import type { Writing } from './writing.js';

export type DeskOptions = {
  readonly ledger: Ledger;
  readonly writing: Pick<Writing, 'acknowledge'>;
  readonly zone: string;
  readonly clock: () => number;
  /** Called when something was done that the channel should see soon. */
  readonly changed: () => void;
};

/** Answers people, and does what their buttons say. */
export function desk({ ledger, writing, zone, clock, changed }: DeskOptions): Handlers {
  return {
    answer: async ({ text }) => answer(text, { ledger, now: clock(), zone }),
    act: async ({ name, value, user }) => {
      if (name !== 'acknowledge') return undefined;
      const incident = ledger.incident(Number(value));
      const after = incident && (await writing.acknowledge(incident.id, user, clock()));
      if (after === undefined) return noteView.unknownIncident(value);
      changed();
      return after.acknowledged?.by === user ? undefined : noteView.alreadyAcknowledged(after);
    },
  };
}
