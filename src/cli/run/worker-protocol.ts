import type { Config } from '../../config/settings.js';
import type { OutboxWriter } from '../../notify/deliver.js';
import type { UploadWriter } from '../../notify/uploads.js';
import { StorageError } from '../../storage/storage-error.js';
import type { Store } from '../../storage/store.js';
import type { Committer } from './committer.js';

/** What the main thread may have stored. */
export type WorkerWrites = Pick<Store, 'saveDecisions' | keyof OutboxWriter | keyof UploadWriter> &
  Pick<Committer, 'applyAction'>;

/** Their names. */
export const workerWriteNames = [
  'saveDecisions',
  'applyAction',
  'markSending',
  'markSent',
  'postpone',
  'markFailed',
  'forgetIncidentTs',
  'forgetHealthTs',
  'markUploadSending',
  'markUploadSent',
  'postponeUpload',
  'dropUploads',
] as const satisfies readonly (keyof WorkerWrites)[];

/** What the writing thread is made with. */
export type WorkerOptions = {
  readonly config: Config;
  /** Where to begin in logs that were never met. */
  readonly startFrom: 'end' | 'beginning';
};

/** What the main thread says to it. */
export type WorkerRequest =
  | { readonly type: 'follow' }
  | {
      readonly type: 'write';
      readonly id: number;
      readonly method: keyof WorkerWrites;
      readonly args: readonly unknown[];
    }
  | { readonly type: 'stop' };

/** What the writing thread says. */
export type WorkerResponse =
  /** The database is there for readers; `clean` when the last run closed it itself. */
  | { readonly type: 'ready'; readonly closedCleanly: boolean }
  /** Something new may have been stored. */
  | { readonly type: 'progress' }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: SerializedError }
  | { readonly type: 'log'; readonly level: 'info' | 'warn'; readonly line: string }
  /** It cannot go on. */
  | { readonly type: 'fatal'; readonly error: SerializedError };

/** An error as it travels between threads, which would lose its class. */
export type SerializedError = {
  readonly message: string;
  readonly storeError: Pick<StorageError, 'retryable' | 'fileState'> | null;
};

export const serializeError = (error: unknown): SerializedError => ({
  message: error instanceof Error ? error.message : String(error),
  storeError:
    error instanceof StorageError ? { retryable: error.retryable, fileState: error.fileState } : null,
});

export const deserializeError = ({ message, storeError }: SerializedError): Error =>
  storeError === null ? new Error(message) : new StorageError(message, storeError);
