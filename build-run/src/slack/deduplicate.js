import { hourMs } from '../base/duration.js';
import { formatErrorLine } from './log.js';

/** Slack repeats a delivery for a few minutes at most, so an hour is ample. */
const retentionMs = hourMs;
/** Keeps at most `idsMax` ids and drops the oldest first. */
export function createRecentIds(idsMax = 20_000) {
  const receivedAtById = new Map();
  /** Ids are in order of arrival, so the first one to keep ends the search. */
  const evictOld = (now) => {
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
/**
 * Handles each delivery once: Slack repeats those it believes lost, and a signed request can be replayed. `claim` knows
 * those of earlier runs; while it fails a delivery is handled.
 */
export function deduplicateDeliveries(claim, log) {
  const recentIds = createRecentIds();
  const claimOrAssume = (id) => {
    try {
      return claim(id);
    } catch (error) {
      log.warn(`Cannot look up whether a delivery was handled before: ${formatErrorLine(error)}`);
      return true;
    }
  };
  return async (args) => {
    const id = readDeliveryId(args.body);
    if (id === undefined || (recentIds.addIfNew(id, Date.now()) && claimOrAssume(id))) return args.next();
    if ('ack' in args) await args.ack?.();
  };
}
/** Events have an id; commands and clicks have a trigger id of their own. */
function readDeliveryId(body) {
  const { event_id, trigger_id } = body; // events have the former, commands and clicks the latter
  return event_id ?? trigger_id;
}
