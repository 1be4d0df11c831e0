import type { Message } from '../render/message.js';
import type { Reason, Told } from './reason.js';

/** One thing to say, written in the transaction that decided to say it, and kept until it was said. */
export type Letter = {
  readonly id: number;
  readonly what: LetterKind;
  readonly message: Message;
  readonly state: LetterState;
  readonly attempts: number;
  /** Not to be tried before, epoch ms. */
  readonly notBefore: number;
  readonly writtenAt: number;
};

export type LetterKind =
  /** The incident's one message: posted once, edited ever after. `sequence` rises; an older text never replaces a newer. */
  | {
      readonly name: 'incident';
      readonly incident: number;
      readonly sequence: number;
      readonly reason: Reason;
    }
  /** A line in the thread under the incident's message, perhaps somebody's note; a broadcast is seen in the channel as well. */
  | {
      readonly name: 'thread';
      readonly incident: number;
      readonly sequence: number;
      readonly reason: Reason | 'noted';
      readonly broadcast: boolean;
    }
  /** One message about the bot's own health: posted once, edited when it is over. */
  | { readonly name: 'health'; readonly ailment: number }
  /** The report of one local day, `2026-11-21`, or of the week that ends with it, `week-2026-11-21`. */
  | { readonly name: 'report'; readonly day: string };

export type LetterState = 'ready' | 'sending' | 'unknown' | 'sent' | 'failed' | 'superseded';

/** A letter to be written. `withFiles`: a report that its page and charts follow. */
export type Draft = Pick<Letter, 'what' | 'message'> & { readonly withFiles?: boolean };

/** What the survey decided: letters to write and, for each incident, what the channel will have heard. */
export type Decision = {
  readonly incident: number;
  readonly told: Told;
  readonly letters: readonly Pick<Letter, 'what' | 'message'>[];
};

/** The key that finds a posted message again in the channel. One per message, the same for every attempt. */
export const letterKey = (what: LetterKind): string => {
  switch (what.name) {
    case 'incident':
      return `incident:${what.incident}`;
    case 'thread':
      return `thread:${what.incident}:${what.sequence}`;
    case 'health':
      return `health:${what.ailment}`;
    case 'report':
      return `report:${what.day}`;
  }
};

/** The same calls, answered at once or later: the store itself, or one that lives in another thread. */
export type Eventual<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...asked: infer Asked) => infer Answer
    ? (...asked: Asked) => Answer | Promise<Answer>
    : never;
};
