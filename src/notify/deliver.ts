import { hourMs, minuteMs } from '../base/duration.js';
import type { IncidentId } from '../incidents/incident.js';
import type { Channel, DeliveryResult } from './channel.js';
import {
  buildDedupKey,
  type MaybeAsync,
  type OutboxKind,
  type OutboxMessage,
  type RepeatedPost,
} from './outbox.js';
import { renderRepeatedMessage } from './repeated-message.js';

/** Messages waiting for delivery. Implemented by `storage/`. */
export type OutboxReader = {
  /** The oldest message that is due, or whose last attempt was not recorded because the store failed. */
  nextMessage(now: number): OutboxMessage | undefined;
  /** The `ts` of an incident's message; undefined before it is posted. */
  findIncidentTs(incidentId: IncidentId): string | undefined;
  /** The `ts` of a message about the bot's own health. */
  findHealthTs(issueId: number): string | undefined;
  /** A message posted twice, perhaps, whose older copy is to be looked for now. */
  nextRepeatedPost(now: number): RepeatedPost | undefined;
};

/** Records delivery results; every call commits before it returns. Implemented by `storage/`. */
export type OutboxWriter = {
  /** Called before the request is sent, so that a crash in between is noticed. */
  markSending(id: number): void;
  markSent(id: number, ts: string): void;
  postpone(id: number, notBefore: number, state: 'ready' | 'unknown', why: string): void;
  /** The answer was lost at `lostAt`: the message is searched for from `notBefore` on. */
  markLost(id: number, lostAt: number, notBefore: number, why: string): void;
  markFailed(id: number, why: string): void;
  /** Forgets the `ts` of an incident's message that was deleted in Slack. */
  forgetIncidentTs(incidentId: IncidentId): void;
  /** The same for a message about the bot's own health. */
  forgetHealthTs(issueId: number): void;
  /** Remembers to look for an older copy of a message, not before `searchAt`. */
  saveRepeatedPost(post: RepeatedPost, searchAt: number): void;
  forgetRepeatedPost(key: string): void;
};

export type Outbox = OutboxReader & MaybeAsync<OutboxWriter>;

/** Told of each delivery and of each attempt that failed. */
export type DeliveryObserver = {
  onDelivered(): void;
  /** `isFinal`: the message will not be tried again. */
  onFailed(why: string, isFinal: boolean): void;
};

/** Maximum delay before a retry, whatever Slack asks for. */
export const postponeMsMax = 900_000;

/** Pauses before a retry where Slack names none: the first, doubled each time, and the longest. */
const firstPauseMs = 5_000;
const pauseMsMax = minuteMs;
/** So often a message has to be refused in the same way before that is believed. */
const refusalsMin = 3;

/** Slack's history lags behind writes: an earlier search would find nothing. */
const searchDelayMs = 3_000;
/** For so long after a lost answer a search that finds nothing is repeated before the message is posted again. */
const emptySearchMsMax = 30_000;
/** The same for a search that fails: that says nothing, but an alert cannot wait for ever. */
const failedSearchMsMax = 5 * minuteMs;
const searchPauseMs = 10_000;
/** Margin before a message's creation in the search for it, for clocks that differ. */
const searchBackMs = 300_000;
/** For so long the older copy of a message that was posted again is looked for. */
const repeatedSearchMsMax = 6 * hourMs;

/** Delivers every message that is due, and ends the older copies of those that were posted twice. */
export async function deliverAll(
  outbox: Outbox,
  channel: Channel,
  clock: () => number,
  observer?: DeliveryObserver,
): Promise<void> {
  const context: DeliveryContext = { outbox, channel, clock, observer };
  while (await deliverNextMessage(context));
  while (await endOlderCopies(context));
}

type DeliveryContext = {
  readonly outbox: Outbox;
  readonly channel: Channel;
  readonly clock: () => number;
  readonly observer: DeliveryObserver | undefined;
};

/** Delivers the next waiting message. Returns false when none is waiting. */
async function deliverNextMessage(context: DeliveryContext): Promise<boolean> {
  const { outbox, clock } = context;
  const message = outbox.nextMessage(clock());
  if (message === undefined) return false;
  const { id, kind, state } = message;
  const now = clock();
  if (state === 'sending') {
    await outbox.markLost(id, now, now + searchDelayMs, 'the result of the last attempt could not be stored');
    return true;
  }
  const isRepeat = state === 'unknown' && findPostedTs(kind, outbox) === undefined;
  if (isRepeat && (await reconcileUnknown(message, context))) return true;
  await outbox.markSending(id);
  const result = await sendMessage(message, context);
  if (isRepeat && result.type === 'delivered' && kind.type !== 'thread')
    await saveRepeat(kind, message.createdAt - searchBackMs, context);
  await recordDeliveryResult(message, result, context);
  return true;
}

/** Looks for a message whose answer was lost. False when it is to be posted again: rather twice than never. */
async function reconcileUnknown(message: OutboxMessage, context: DeliveryContext): Promise<boolean> {
  const { outbox, channel, clock } = context;
  const { id, kind, content, createdAt, lostAt } = message;
  const thread = kind.type === 'thread' ? outbox.findIncidentTs(kind.incidentId) : undefined;
  const found = await channel.find(buildDedupKey(kind), createdAt - searchBackMs, thread);
  const [ts, ...olderTs] = found ?? [];
  if (ts === undefined) {
    const now = clock();
    const searchMsMax = found === undefined ? failedSearchMsMax : emptySearchMsMax;
    const searchedMs = now - (lostAt ?? createdAt);
    // Negative where the clock stepped back.
    if (searchedMs < 0 || searchedMs >= searchMsMax) return false;
    const why = found === undefined ? 'Slack could not be searched for it' : 'Slack does not show it yet';
    await outbox.postpone(id, now + searchPauseMs, 'unknown', why);
    return true;
  }
  await outbox.markSent(id, ts);
  for (const older of olderTs) await channel.update(older, renderRepeatedMessage());
  // The posted text may be an older version of the message.
  if (isEditable(kind)) await recordDeliveryResult(message, await channel.update(ts, content), context);
  else context.observer?.onDelivered();
  return true;
}

async function sendMessage(
  { kind, content }: OutboxMessage,
  { outbox, channel }: DeliveryContext,
): Promise<DeliveryResult> {
  const key = buildDedupKey(kind);
  const ts = findPostedTs(kind, outbox);
  if (ts !== undefined) return channel.update(ts, content);
  if (kind.type !== 'thread') return channel.post(content, { key });
  const thread = outbox.findIncidentTs(kind.incidentId);
  return channel.post(content, thread === undefined ? { key } : { key, thread, broadcast: kind.isBroadcast });
}

/** True for messages that are posted once and then edited. */
const isEditable = (kind: OutboxKind): kind is Extract<OutboxKind, { type: 'incident' | 'health' }> =>
  kind.type === 'incident' || kind.type === 'health';

/** The `ts` of the message to edit; undefined if it is to be posted. */
function findPostedTs(kind: OutboxKind, outbox: OutboxReader): string | undefined {
  if (kind.type === 'incident') return outbox.findIncidentTs(kind.incidentId);
  return kind.type === 'health' ? outbox.findHealthTs(kind.issueId) : undefined;
}

async function recordDeliveryResult(
  message: OutboxMessage,
  result: DeliveryResult,
  context: DeliveryContext,
): Promise<void> {
  const { outbox, clock, observer } = context;
  const { id } = message;
  const now = clock();
  switch (result.type) {
    case 'delivered':
      observer?.onDelivered();
      return outbox.markSent(id, result.ts);
    case 'later':
      return retryLater(message, result.why, context, result.retryAfterMs);
    case 'unknown':
      observer?.onFailed(result.why, false);
      return outbox.markLost(id, now, now + searchDelayMs, result.why);
    case 'refused':
      return recordRefusal(message, result, context);
  }
}

async function retryLater(
  { id, attempts, state }: OutboxMessage,
  why: string,
  { outbox, clock, observer }: DeliveryContext,
  retryAfterMs: number | null = null,
): Promise<void> {
  observer?.onFailed(why, false);
  const pauseMs = retryAfterMs ?? Math.min(firstPauseMs * 2 ** attempts, pauseMsMax);
  // An earlier attempt may have been posted after all: search again before the next.
  const nextState = state === 'unknown' ? 'unknown' : 'ready';
  await outbox.postpone(id, clock() + Math.min(pauseMs, postponeMsMax), nextState, why);
}

/**
 * A refusal may pass, so it is believed when it is repeated, or when the channel shows that the message is gone. Then one
 * that cannot be edited is posted anew. One whose words are refused waits for its next edit, and fails if it has none.
 */
async function recordRefusal(
  message: OutboxMessage,
  { why, isGone }: Extract<DeliveryResult, { type: 'refused' }>,
  context: DeliveryContext,
): Promise<void> {
  const { outbox, channel, clock, observer } = context;
  const { id, kind, attempts } = message;
  const isRepeated = attempts + 1 >= refusalsMin;
  if (!isEditable(kind)) {
    if (!isRepeated) return retryLater(message, why, context);
    observer?.onFailed(why, true);
    return outbox.markFailed(id, why);
  }
  const ts = findPostedTs(kind, outbox);
  if (!isGone || ts === undefined) return retryLater(message, why, context);
  const sinceAt = Math.floor(Number(ts) * 1000) - searchBackMs;
  if (!isRepeated) {
    const found = await channel.find(buildDedupKey(kind), sinceAt);
    if (found === undefined || found.includes(ts)) return retryLater(message, why, context);
  }
  observer?.onFailed(why, false);
  await saveRepeat(kind, sinceAt, context);
  if (kind.type === 'health') await outbox.forgetHealthTs(kind.issueId);
  else await outbox.forgetIncidentTs(kind.incidentId);
  await outbox.postpone(id, clock(), 'ready', why);
}

const saveRepeat = (kind: OutboxKind, sinceAt: number, { outbox, clock }: DeliveryContext) =>
  outbox.saveRepeatedPost({ key: buildDedupKey(kind), sinceAt, repeatedAt: clock() }, clock() + minuteMs);

/** Ends the older copies of the next message that was posted again. Returns false when none is due. */
async function endOlderCopies({ outbox, channel, clock }: DeliveryContext): Promise<boolean> {
  const post = outbox.nextRepeatedPost(clock());
  if (post === undefined) return false;
  const { key, sinceAt, repeatedAt } = post;
  const found = await channel.find(key, sinceAt);
  const [, ...olderTs] = found ?? [];
  const results: DeliveryResult[] = [];
  for (const ts of olderTs) results.push(await channel.update(ts, renderRepeatedMessage()));
  const isDone = results.length > 0 && results.every(({ type }) => type === 'delivered');
  const searchedMs = clock() - repeatedAt;
  if (isDone || searchedMs > repeatedSearchMsMax) await outbox.forgetRepeatedPost(key);
  // Rarer the longer it takes.
  else await outbox.saveRepeatedPost(post, clock() + Math.max(minuteMs, Math.floor(searchedMs / 2)));
  return true;
}
