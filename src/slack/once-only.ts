import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { seen } from './seen.js';

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
