import type { Channel, Delivery } from './channel.js';
import { type Eventual, type Letter, type LetterKind, letterKey } from './outbox.js';

/** The letters that wait. Implemented by `store/`. */
export type Letters = {
  /** The oldest letter that may be tried now, or that was on its way when the store failed. */
  nextLetter(now: number): Letter | undefined;
  /** Where an incident's message stands in the channel. */
  tsOf(incident: number): string | undefined;
  /** Where the message about the bot's own health stands. */
  tsOfAilment(ailment: number): string | undefined;
};

/** What became of letters; each is committed when its call returns. Implemented by `store/`. */
export type Postmarks = {
  /** Committed before the request goes out, so that a crash in between is noticed. */
  markSending(id: number): void;
  markSent(id: number, ts: string): void;
  postpone(id: number, notBefore: number, state: 'ready' | 'unknown', why: string): void;
  fail(id: number, why: string): void;
  /** Forgets where an incident's message stood, as somebody deleted it. */
  forgetTs(incident: number): void;
  /** The same of a message about the bot's own health. */
  forgetTsOfAilment(ailment: number): void;
};

export type Outbox = Letters & Eventual<Postmarks>;

/** The longest that a letter waits before it is tried again, whatever Slack asks for. */
export const postponedMaxMs = 900_000;

/** Slack's history may lag behind a write; before that a search would find nothing. */
const lookAfterMs = 3_000;
/** How far before its first attempt a letter is searched for. */
const lookBackMs = 300_000;

/** Delivers one waiting letter. True when there was one: call again. */
export async function deliverNext(outbox: Outbox, channel: Channel, clock: () => number): Promise<boolean> {
  const letter = outbox.nextLetter(clock());
  if (letter === undefined) return false;
  if (letter.state === 'sending') {
    await outbox.postpone(
      letter.id,
      clock() + lookAfterMs,
      'unknown',
      'what became of it could not be stored',
    );
    return true;
  }
  if (letter.state === 'unknown' && (await foundAgain(letter, outbox, channel, clock))) return true;
  await outbox.markSending(letter.id);
  await settle(letter, await send(letter, outbox, channel), outbox, clock());
  return true;
}

async function foundAgain(
  letter: Letter,
  outbox: Outbox,
  channel: Channel,
  clock: () => number,
): Promise<boolean> {
  const since = letter.writtenAt - lookBackMs;
  const thread = letter.what.name === 'thread' ? outbox.tsOf(letter.what.incident) : undefined;
  const ts = await channel.find(letterKey(letter.what), since, thread);
  if (typeof ts !== 'string') return false;
  await outbox.markSent(letter.id, ts);
  // What was posted may be an older text of the same message.
  if (isEdited(letter.what)) await settle(letter, await channel.update(ts, letter.message), outbox, clock());
  return true;
}

async function send({ what, message }: Letter, outbox: Outbox, channel: Channel): Promise<Delivery> {
  const key = letterKey(what);
  if (what.name === 'report') return channel.post(message, { key });
  const ts = what.name === 'health' ? outbox.tsOfAilment(what.ailment) : outbox.tsOf(what.incident);
  if (what.name === 'thread') {
    const { broadcast } = what;
    return channel.post(message, ts === undefined ? { key } : { key, thread: ts, broadcast });
  }
  return ts === undefined ? channel.post(message, { key }) : channel.update(ts, message);
}

/** Messages that stand once, and are brought up to date where they stand. */
const isEdited = (what: LetterKind): what is Extract<LetterKind, { name: 'incident' | 'health' }> =>
  what.name === 'incident' || what.name === 'health';

async function settle(
  { id, what, state }: Letter,
  delivery: Delivery,
  outbox: Outbox,
  now: number,
): Promise<void> {
  switch (delivery.name) {
    case 'delivered':
      return outbox.markSent(id, delivery.ts);
    case 'later':
      return outbox.postpone(
        id,
        now + Math.min(delivery.afterMs, postponedMaxMs),
        // An earlier try may have been posted all the same: it is looked for before the next.
        state === 'unknown' ? 'unknown' : 'ready',
        delivery.why,
      );
    case 'unknown':
      return outbox.postpone(id, now + lookAfterMs, 'unknown', delivery.why);
    case 'refused':
      if (!delivery.gone || !isEdited(what)) return outbox.fail(id, delivery.why);
      if (what.name === 'health') await outbox.forgetTsOfAilment(what.ailment);
      else await outbox.forgetTs(what.incident);
      return outbox.postpone(id, now, 'ready', delivery.why);
  }
}
