import type { Config } from '../../config/settings.js';
import type { OutboxWriter } from '../../notify/deliver.js';
import type { OverdueWriter } from '../../notify/second-road.js';
import type { UploadWriter } from '../../notify/uploads.js';
import { StorageError } from '../../storage/storage-error.js';
import type { Store } from '../../storage/store.js';
import type { Committer } from './committer.js';

/** What the worker thread is started with. */
export type WorkerOptions = {
  readonly config: Config;
  /** Where to begin in logs without a checkpoint. */
  readonly startFrom: 'end' | 'beginning';
};

/** Messages from the main thread to the worker. */
export type WorkerRequest =
  /** Starts following the logs. Answered by `progress`, again and again. */
  | { readonly type: 'follow' }
  | WriteRequest
  /** Stops after the current chunk, closes the database and exits. */
  | { readonly type: 'stop' };

/** Messages from the worker to the main thread. */
export type WorkerResponse =
  /** The database is open and can be read. `closedCleanly`: the last run closed it itself. */
  | { readonly type: 'ready'; readonly closedCleanly: boolean }
  /** Something new may have been stored. */
  | { readonly type: 'progress' }
  | WriteResponse
  | { readonly type: 'log'; readonly level: 'info' | 'warn'; readonly line: string }
  /** The worker cannot continue and exits. */
  | { readonly type: 'fatal'; readonly error: SerializedError };

/** A call of one method of `WorkerWrites`, answered by a `WriteResponse` with the same id. */
export type WriteRequest = {
  readonly type: 'write';
  readonly id: number;
  readonly method: keyof WorkerWrites;
  readonly args: readonly unknown[];
};

export type WriteResponse =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: SerializedError };

/** The writes that the main thread may request, and one reading that shows that the worker answers. */
export type WorkerWrites = Pick<
  Store,
  | 'saveDecisions'
  | 'saveHandledDelivery'
  | 'lastStoredAt'
  | keyof OutboxWriter
  | keyof OverdueWriter
  | keyof UploadWriter
> &
  Pick<Committer, 'applyAction'>;

export const workerWriteNames = [
  'saveDecisions',
  'applyAction',
  'saveHandledDelivery',
  'lastStoredAt',
  'markSending',
  'markSent',
  'postpone',
  'markLost',
  'markFailed',
  'forgetIncidentTs',
  'forgetHealthTs',
  'saveRepeatedPost',
  'forgetRepeatedPost',
  'markToldElsewhere',
  'markUploadSending',
  'markUploadSent',
  'postponeUpload',
  'dropUploads',
] as const satisfies readonly (keyof WorkerWrites)[];

/** An error as plain data: posting it to another thread would lose its class. */
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
