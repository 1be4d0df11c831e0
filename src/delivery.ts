import type { Channel, Delivery } from './channel.js';
import { type Letter, letterKey } from './outbox.js';

/** The letters that wait, and what became of them. Implemented by `store/`. */
export type Outbox = {
  /** The oldest letter that may be tried now. */
  nextLetter(now: number): Letter | undefined;
  /** Committed before the request goes out, so that a crash in between is noticed. */
  markSending(id: number): void;
  markSent(id: number, ts: string): void;
  postpone(id: number, notBefore: number, state: 'ready' | 'unknown', why: string): void;
  fail(id: number, why: string): void;
  /** Where an incident's message stands in the channel. */
  tsOf(incident: number): string | undefined;
  /** Forgets where it stood, as somebody deleted it. */
  forgetTs(incident: number): void;
};

/** Slack's history may lag behind a write; before that a search would find nothing. */
const lookAfterMs = 3_000;
/** How far before its first attempt a letter is searched for. */
const lookBackMs = 300_000;

/** Delivers one waiting letter. True when there was one: call again. */
export async function deliverNext(outbox: Outbox, channel: Channel, clock: () => number): Promise<boolean> {
  const letter = outbox.nextLetter(clock());
  if (letter === undefined) return false;
  if (letter.state === 'unknown' && (await foundAgain(letter, outbox, channel, clock))) return true;
  outbox.markSending(letter.id);
  settle(letter, await send(letter, outbox, channel), outbox, clock());
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
  outbox.markSent(letter.id, ts);
  // What was posted may be an older text of the same message.
  if (letter.what.name === 'incident')
    settle(letter, await channel.update(ts, letter.message), outbox, clock());
  return true;
}

async function send({ what, message }: Letter, outbox: Outbox, channel: Channel): Promise<Delivery> {
  const key = letterKey(what);
  if (what.name === 'report') return channel.post(message, { key });
  const ts = outbox.tsOf(what.incident);
  if (what.name === 'thread') return channel.post(message, ts === undefined ? { key } : { key, thread: ts });
  return ts === undefined ? channel.post(message, { key }) : channel.update(ts, message);
}

function settle({ id, what }: Letter, delivery: Delivery, outbox: Outbox, now: number): void {
  switch (delivery.name) {
    case 'delivered':
      outbox.markSent(id, delivery.ts);
      break;
    case 'later':
      outbox.postpone(id, now + delivery.afterMs, 'ready', delivery.why);
      break;
    case 'unknown':
      outbox.postpone(id, now + lookAfterMs, 'unknown', delivery.why);
      break;
    case 'refused':
      if (delivery.gone && what.name === 'incident') {
        outbox.forgetTs(what.incident);
        outbox.postpone(id, now, 'ready', delivery.why);
      } else {
        outbox.fail(id, delivery.why);
      }
  }
}
