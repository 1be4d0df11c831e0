import type { Certainty, Change, NoticeKind, Phase, Symptom } from '../event.js';

/** What a message means, whoever is named in it. A function of the message's shape alone. */
export type MessageMeaning = FailureMeaning | NoticeMeaning | ChangeMeaning;

export type FailureMeaning = {
  readonly type: 'failure';
  readonly symptom: Symptom;
  /**
   * Whose failure it is: the `upstream`'s, as the message says so; the `gateway`'s own, whatever it was doing; that of
   * a `socket` whose other end only the action tells; or of its `storage`, which static files share.
   */
  readonly scope: 'upstream' | 'gateway' | 'socket' | 'storage';
  /** Where it happened, whatever the action says. */
  readonly phase?: Phase;
  /** Where it happened if the record does not tell what nginx was doing. */
  readonly usualPhase?: Phase;
  /** The client's status where it does not follow from symptom and phase; null when none is set. */
  readonly status?: number | null;
  readonly certainty?: Certainty;
} & TokenSlots;

export type NoticeMeaning = { readonly type: 'notice'; readonly kind: NoticeKind };

export type ChangeMeaning = {
  readonly type: 'change';
  readonly kind: Change['kind'];
  readonly message: string;
};

/** Which token of the message holds a value. */
export type TokenSlots = {
  /** The address that was tried. */
  readonly address?: number;
  /** A name to resolve, or of a group. */
  readonly name?: number;
};

/** The door for what a grammar returns. */
export const isMessageMeaning = (value: unknown): value is MessageMeaning =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  (value.type === 'failure' || value.type === 'notice' || value.type === 'change');
