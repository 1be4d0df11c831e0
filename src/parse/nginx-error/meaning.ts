import type { Certainty, Change, Phase, RemarkKind, Symptom } from '../event.js';

/** What a message means, whoever is named in it. A function of the message's shape alone. */
export type Meaning = FailureMeaning | RemarkMeaning | ChangeMeaning;

export type FailureMeaning = {
  readonly says: 'failure';
  readonly symptom: Symptom;
  /**
   * Whose failure it is: the `upstream`'s, as the message says so; the `gateway`'s own, whatever it was doing; that of
   * a `socket` whose other end only the action tells; or of its `storage`, which static files share.
   */
  readonly of: 'upstream' | 'gateway' | 'socket' | 'storage';
  /** Where it happened, whatever the action says. */
  readonly phase?: Phase;
  /** Where it happened if the record does not tell what nginx was doing. */
  readonly usualPhase?: Phase;
  /** The client's status where it does not follow from symptom and phase; null when none is set. */
  readonly status?: number | null;
  readonly certainty?: Certainty;
} & Slots;

export type RemarkMeaning = { readonly says: 'remark'; readonly kind: RemarkKind };

export type ChangeMeaning = {
  readonly says: 'change';
  readonly kind: Change['kind'];
  readonly words: string;
};

/** Which token of the message holds a value. */
export type Slots = {
  /** The address that was tried. */
  readonly address?: number;
  /** A name to resolve, or of a group. */
  readonly name?: number;
};

/** The door for what a grammar returns. */
export const isMeaning = (value: unknown): value is Meaning =>
  typeof value === 'object' && value !== null && 'says' in value;
