import { hourMs, minuteMs } from '../base/duration.js';
import { buildDedupKey } from './outbox.js';
import { renderRepeatedMessage } from './repeated-message.js';
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
export async function deliverAll(outbox, channel, clock, observer) {
  const context = { outbox, channel, clock, observer };
  while (await deliverNextMessage(context));
  while (await endOlderCopies(context));
}
/** Delivers the next waiting message. Returns false when none is waiting. */
async function deliverNextMessage(context) {
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
async function reconcileUnknown(message, context) {
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
async function sendMessage({ kind, content }, { outbox, channel }) {
  const key = buildDedupKey(kind);
  const ts = findPostedTs(kind, outbox);
  if (ts !== undefined) return channel.update(ts, content);
  if (kind.type !== 'thread') return channel.post(content, { key });
  const thread = outbox.findIncidentTs(kind.incidentId);
  return channel.post(content, thread === undefined ? { key } : { key, thread, broadcast: kind.isBroadcast });
}
/** True for messages that are posted once and then edited. */
const isEditable = (kind) => kind.type === 'incident' || kind.type === 'health';
/** The `ts` of the message to edit; undefined if it is to be posted. */
function findPostedTs(kind, outbox) {
  if (kind.type === 'incident') return outbox.findIncidentTs(kind.incidentId);
  return kind.type === 'health' ? outbox.findHealthTs(kind.issueId) : undefined;
}
async function recordDeliveryResult(message, result, context) {
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
async function retryLater({ id, attempts, state }, why, { outbox, clock, observer }, retryAfterMs = null) {
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
async function recordRefusal(message, { why, isGone }, context) {
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
const saveRepeat = (kind, sinceAt, { outbox, clock }) =>
  outbox.saveRepeatedPost({ key: buildDedupKey(kind), sinceAt, repeatedAt: clock() }, clock() + minuteMs);
/** Ends the older copies of the next message that was posted again. Returns false when none is due. */
async function endOlderCopies({ outbox, channel, clock }) {
  const post = outbox.nextRepeatedPost(clock());
  if (post === undefined) return false;
  const { key, sinceAt, repeatedAt } = post;
  const found = await channel.find(key, sinceAt);
  const [, ...olderTs] = found ?? [];
  const results = [];
  for (const ts of olderTs) results.push(await channel.update(ts, renderRepeatedMessage()));
  const isDone = results.length > 0 && results.every(({ type }) => type === 'delivered');
  const searchedMs = clock() - repeatedAt;
  if (isDone || searchedMs > repeatedSearchMsMax) await outbox.forgetRepeatedPost(key);
  // Rarer the longer it takes.
  else await outbox.saveRepeatedPost(post, clock() + Math.max(minuteMs, Math.floor(searchedMs / 2)));
  return true;
}
