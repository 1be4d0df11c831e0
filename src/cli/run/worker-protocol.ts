import type { Config } from '../../config/config.js';
import type { Postmarks } from '../../notify/deliver.js';
import type { ParcelMarks } from '../../notify/uploads.js';
import { StoreError } from '../../storage/storage-error.js';
import type { Store } from '../../storage/store.js';
import type { Keeper } from './committer.js';

/** What the main thread may have stored. */
export type Writes = Pick<Store, 'decide' | keyof Postmarks | keyof ParcelMarks> & Pick<Keeper, 'act'>;

/** Their names. */
export const writes = [
  'decide',
  'act',
  'markSending',
  'markSent',
  'postpone',
  'fail',
  'forgetTs',
  'forgetTsOfAilment',
  'markParcelSending',
  'markParcelSent',
  'postponeParcel',
  'dropParcels',
] as const satisfies readonly (keyof Writes)[];

/** What the writing thread is made with. */
export type Orders = {
  readonly config: Config;
  /** Where to begin in logs that were never met. */
  readonly from: 'end' | 'beginning';
};

/** What the main thread says to it. */
export type Order =
  | { readonly type: 'follow' }
  | {
      readonly type: 'write';
      readonly id: number;
      readonly name: keyof Writes;
      readonly asked: readonly unknown[];
    }
  | { readonly type: 'stop' };

/** What the writing thread says. */
export type Report =
  /** The database is there for readers; `clean` when the last run closed it itself. */
  | { readonly type: 'opened'; readonly clean: boolean }
  /** Something new may have been stored. */
  | { readonly type: 'digested' }
  | { readonly type: 'written'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly why: Why }
  | { readonly type: 'said'; readonly level: 'info' | 'warn'; readonly line: string }
  /** It cannot go on. */
  | { readonly type: 'failed'; readonly why: Why };

/** An error as it travels between threads, which would lose its class. */
export type Why = {
  readonly message: string;
  readonly ofStore: Pick<StoreError, 'retryable' | 'file'> | null;
};

export const whyOf = (error: unknown): Why => ({
  message: error instanceof Error ? error.message : String(error),
  ofStore: error instanceof StoreError ? { retryable: error.retryable, file: error.file } : null,
});

export const errorFrom = ({ message, ofStore }: Why): Error =>
  ofStore === null ? new Error(message) : new StoreError(message, ofStore);
