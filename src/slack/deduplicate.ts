import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';

/** Remembers what was handled, for as long as Slack may deliver it again. */
export type Seen = { firstTime(id: string, now: number): boolean };

/** Slack repeats a delivery for up to some minutes; an hour is well beyond. */
const keepMs = 3_600_000;

/** Keeps at most `idsMax` ids, the oldest going first. */
export function seen(idsMax = 20_000): Seen {
  const at = new Map<string, number>();

  /** Ids stand in the order in which they came, so the first that may stay ends the search. */
  const forgetOld = (now: number) => {
    for (const [id, cameAt] of at) {
      if (at.size <= idsMax && now - cameAt < keepMs) return;
      at.delete(id);
    }
  };

  return {
    firstTime: (id, now) => {
      forgetOld(now);
      if (at.has(id)) return false;
      at.set(id, now);
      forgetOld(now);
      return true;
    },
  };
}

/** Lets each delivery through once: Slack repeats what it believes unheard, and a signed request can be replayed. */
export function onceOnly(): Middleware<AnyMiddlewareArgs> {
  const handled = seen();
  return async (args) => {
    const id = deliveryId(args.body);
    if (id === undefined || handled.firstTime(id, Date.now())) return args.next();
    if ('ack' in args) await args.ack?.();
  };
}

/** Events are known by their id; commands and clicks by the trigger that each gets afresh. */
function deliveryId(body: object): string | undefined {
  const { event_id, trigger_id } = body as { event_id?: string; trigger_id?: string }; // one or the other, by kind
  return event_id ?? trigger_id;
}
