import type { Act } from '../act.js';
import { answer, reply } from '../commands/index.js';
import type { Ledger } from '../ledger.js';
import type { Handlers } from '../slack/handlers.js';
import { noteView } from '../views/note.js';
import { orderView } from '../views/order.js';
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
  /** False for what cannot be stored. */
  const carriedOut = async (act: Act, by: string): Promise<boolean> => {
    if (act.name !== 'acknowledge') return false;
    const after = await writing.acknowledge(act.incident, by, clock());
    changed();
    return after !== undefined;
  };
  return {
    answer: async ({ text, user }) => {
      const { message, act } = reply(text, { ledger, user, now: clock(), zone });
      return act === undefined || (await carriedOut(act, user)) ? message : orderView.cannot();
    },
    act: async ({ name, value, user }) => {
      if (name === 'ask') return answer(value, { ledger, now: clock(), zone });
      if (name !== 'acknowledge') return undefined;
      const incident = ledger.incident(Number(value));
      const after = incident && (await writing.acknowledge(incident.id, user, clock()));
      if (after === undefined) return noteView.unknownIncident(value);
      changed();
      return after.acknowledged?.by === user ? undefined : noteView.alreadyAcknowledged(after);
    },
  };
}
