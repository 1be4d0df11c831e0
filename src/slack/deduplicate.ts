import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { hourMs } from '../base/duration.js';

/** Remembers what was handled, for as long as Slack may deliver it again. */
export type RecentIds = { addIfNew(id: string, now: number): boolean };

/** Slack repeats a delivery for up to some minutes; an hour is well beyond. */
const retentionMs = hourMs;

/** Keeps at most `idsMax` ids, the oldest going first. */
export function createRecentIds(idsMax = 20_000): RecentIds {
  const receivedAtById = new Map<string, number>();

  /** Ids stand in the order in which they came, so the first that may stay ends the search. */
  const evictOld = (now: number) => {
    for (const [id, receivedAt] of receivedAtById) {
      if (receivedAtById.size <= idsMax && now - receivedAt < retentionMs) return;
      receivedAtById.delete(id);
    }
  };

  return {
    addIfNew: (id, now) => {
      evictOld(now);
      if (receivedAtById.has(id)) return false;
      receivedAtById.set(id, now);
      evictOld(now);
      return true;
    },
  };
}

/** Lets each delivery through once: Slack repeats what it believes unheard, and a signed request can be replayed. */
export function deduplicateDeliveries(): Middleware<AnyMiddlewareArgs> {
  const recentIds = createRecentIds();
  return async (args) => {
    const id = readDeliveryId(args.body);
    if (id === undefined || recentIds.addIfNew(id, Date.now())) return args.next();
    if ('ack' in args) await args.ack?.();
  };
}

/** Events are known by their id; commands and clicks by the trigger that each gets afresh. */
function readDeliveryId(body: object): string | undefined {
  const { event_id, trigger_id } = body as { event_id?: string; trigger_id?: string }; // one or the other, by kind
  return event_id ?? trigger_id;
}
