import type { Certainty, Change, NoticeKind, Phase, Symptom } from '../event.js';

/** Meaning of a message, without the names in it. It depends on the message's shape alone. */
export type MessageMeaning = FailureMeaning | NoticeMeaning | ChangeMeaning;

export type FailureMeaning = {
  readonly type: 'failure';
  readonly symptom: Symptom;
  /**
   * The part that failed: the `upstream`, named by the message; the `gateway` itself, whatever it was doing; a `socket`,
   * whose other side only the action shows; or local `storage`, which static files also use.
   */
  readonly scope: 'upstream' | 'gateway' | 'socket' | 'storage';
  /** Phase of the failure, whatever the action is. */
  readonly phase?: Phase;
  /** Phase of the failure if the record has no action. */
  readonly usualPhase?: Phase;
  /** Status sent to the client, if it does not follow from symptom and phase; null if none is set. */
  readonly status?: number | null;
  readonly certainty?: Certainty;
} & TokenSlots;

export type NoticeMeaning = {
  readonly type: 'notice';
  readonly kind: NoticeKind;
  /** What a failed health check met. */
  readonly symptom?: Symptom;
} & TokenSlots;

export type ChangeMeaning = {
  readonly type: 'change';
  readonly kind: Change['kind'];
  readonly message: string;
};

/** Indexes of the tokens that contain a value. */
export type TokenSlots = {
  /** The address tried. */
  readonly address?: number;
  /** A host name to resolve, or the name of an upstream group. */
  readonly name?: number;
};

/** True for the meanings that the grammar returns. */
export const isMessageMeaning = (value: unknown): value is MessageMeaning =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  (value.type === 'failure' || value.type === 'notice' || value.type === 'change');
