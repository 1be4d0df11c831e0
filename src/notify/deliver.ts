import { minuteMs } from '../base/duration.js';
import type { IncidentId } from '../incidents/incident.js';
import type { Channel, DeliveryResult } from './channel.js';
import { buildDedupKey, type MaybeAsync, type OutboxKind, type OutboxMessage } from './outbox.js';

/** Messages waiting for delivery. Implemented by `storage/`. */
export type OutboxReader = {
  /** The oldest message that is due, or whose last attempt was not recorded because the store failed. */
  nextMessage(now: number): OutboxMessage | undefined;
  /** The `ts` of an incident's message; undefined before it is posted. */
  findIncidentTs(incidentId: IncidentId): string | undefined;
  /** The `ts` of a message about the bot's own health. */
  findHealthTs(issueId: number): string | undefined;
};

/** Records delivery results; every call commits before it returns. Implemented by `storage/`. */
export type OutboxWriter = {
  /** Called before the request is sent, so that a crash in between is noticed. */
  markSending(id: number): void;
  markSent(id: number, ts: string): void;
  postpone(id: number, notBefore: number, state: 'ready' | 'unknown', why: string): void;
  markFailed(id: number, why: string): void;
  /** Forgets the `ts` of an incident's message that was deleted in Slack. */
  forgetIncidentTs(incidentId: IncidentId): void;
  /** The same for a message about the bot's own health. */
  forgetHealthTs(issueId: number): void;
};

export type Outbox = OutboxReader & MaybeAsync<OutboxWriter>;

/** Maximum delay before a retry, whatever Slack asks for. */
export const postponeMsMax = 900_000;

/** Slack's history lags behind writes: an earlier search would find nothing. */
const searchDelayMs = 3_000;
/** How long a failing search is repeated before the message is posted again, and how often. */
const searchMsMax = 5 * minuteMs;
const searchPauseMs = 15_000;
/** Margin before a message's creation in the search for it, for clocks that differ. */
const searchBackMs = 300_000;

/** Delivers every message that is due. */
export async function deliverAll(outbox: Outbox, channel: Channel, clock: () => number): Promise<void> {
  while (await deliverNextMessage(outbox, channel, clock));
}

/** Delivers the next waiting message. Returns false when none is waiting. */
async function deliverNextMessage(outbox: Outbox, channel: Channel, clock: () => number): Promise<boolean> {
  const message = outbox.nextMessage(clock());
  if (message === undefined) return false;
  if (message.state === 'sending') {
    await outbox.postpone(
      message.id,
      clock() + searchDelayMs,
      'unknown',
      'the result of the last attempt could not be stored',
    );
    return true;
  }
  if (message.state === 'unknown' && (await reconcileUnknown(message, outbox, channel, clock))) return true;
  await outbox.markSending(message.id);
  await recordDeliveryResult(message, await sendMessage(message, outbox, channel), outbox, clock());
  return true;
}

async function reconcileUnknown(
  message: OutboxMessage,
  outbox: Outbox,
  channel: Channel,
  clock: () => number,
): Promise<boolean> {
  const sinceAt = message.createdAt - searchBackMs;
  const thread = message.kind.type === 'thread' ? outbox.findIncidentTs(message.kind.incidentId) : undefined;
  const ts = await channel.find(buildDedupKey(message.kind), sinceAt, thread);
  // The search failed, which says nothing: a second message is only right when it goes on failing.
  if (ts === undefined && clock() - message.createdAt < searchMsMax) {
    await outbox.postpone(
      message.id,
      clock() + searchPauseMs,
      'unknown',
      'Slack could not be searched for it',
    );
    return true;
  }
  if (typeof ts !== 'string') return false;
  await outbox.markSent(message.id, ts);
  // The posted text may be an older version of the message.
  if (isEditable(message.kind))
    await recordDeliveryResult(message, await channel.update(ts, message.content), outbox, clock());
  return true;
}

async function sendMessage(
  { kind, content }: OutboxMessage,
  outbox: Outbox,
  channel: Channel,
): Promise<DeliveryResult> {
  const key = buildDedupKey(kind);
  if (kind.type === 'report') return channel.post(content, { key });
  const ts =
    kind.type === 'health' ? outbox.findHealthTs(kind.issueId) : outbox.findIncidentTs(kind.incidentId);
  if (kind.type === 'thread') {
    const { isBroadcast } = kind;
    return channel.post(content, ts === undefined ? { key } : { key, thread: ts, broadcast: isBroadcast });
  }
  return ts === undefined ? channel.post(content, { key }) : channel.update(ts, content);
}

/** True for messages that are posted once and then edited. */
const isEditable = (kind: OutboxKind): kind is Extract<OutboxKind, { type: 'incident' | 'health' }> =>
  kind.type === 'incident' || kind.type === 'health';

async function recordDeliveryResult(
  { id, kind, state }: OutboxMessage,
  result: DeliveryResult,
  outbox: Outbox,
  now: number,
): Promise<void> {
  switch (result.type) {
    case 'delivered':
      return outbox.markSent(id, result.ts);
    case 'later':
      return outbox.postpone(
        id,
        now + Math.min(result.retryAfterMs, postponeMsMax),
        // An earlier attempt may have been posted after all: search again before the next.
        state === 'unknown' ? 'unknown' : 'ready',
        result.why,
      );
    case 'unknown':
      return outbox.postpone(id, now + searchDelayMs, 'unknown', result.why);
    case 'refused':
      if (!result.isGone || !isEditable(kind)) return outbox.markFailed(id, result.why);
      if (kind.type === 'health') await outbox.forgetHealthTs(kind.issueId);
      else await outbox.forgetIncidentTs(kind.incidentId);
      return outbox.postpone(id, now, 'ready', result.why);
  }
}
