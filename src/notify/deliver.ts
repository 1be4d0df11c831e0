import type { IncidentId } from '../incidents/incident.js';
import type { Channel, DeliveryResult } from './channel.js';
import { buildDedupKey, type MaybeAsync, type OutboxKind, type OutboxMessage } from './outbox.js';

/** The letters that wait. Implemented by `store/`. */
export type OutboxReader = {
  /** The oldest letter that may be tried now, or that was on its way when the store failed. */
  nextMessage(now: number): OutboxMessage | undefined;
  /** Where an incident's message stands in the channel. */
  findIncidentTs(incidentId: IncidentId): string | undefined;
  /** Where the message about the bot's own health stands. */
  findHealthTs(ailment: number): string | undefined;
};

/** What became of letters; each is committed when its call returns. Implemented by `store/`. */
export type OutboxWriter = {
  /** Committed before the request goes out, so that a crash in between is noticed. */
  markSending(id: number): void;
  markSent(id: number, ts: string): void;
  postpone(id: number, notBefore: number, state: 'ready' | 'unknown', why: string): void;
  markFailed(id: number, why: string): void;
  /** Forgets where an incident's message stood, as somebody deleted it. */
  forgetIncidentTs(incidentId: IncidentId): void;
  /** The same of a message about the bot's own health. */
  forgetHealthTs(ailment: number): void;
};

export type Outbox = OutboxReader & MaybeAsync<OutboxWriter>;

/** The longest that a letter waits before it is tried again, whatever Slack asks for. */
export const postponeMsMax = 900_000;

/** Slack's history may lag behind a write; before that a search would find nothing. */
const searchDelayMs = 3_000;
/** How far before its first attempt a letter is searched for. */
const searchBackMs = 300_000;

/** Delivers all messages that may go out now. */
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
      'what became of it could not be stored',
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
  if (typeof ts !== 'string') return false;
  await outbox.markSent(message.id, ts);
  // What was posted may be an older text of the same message.
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

/** Messages that stand once, and are brought up to date where they stand. */
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
        // An earlier try may have been posted all the same: it is looked for before the next.
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
