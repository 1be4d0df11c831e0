import { StorageError } from '../../storage/storage-error.js';
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
];
export const serializeError = (error) => ({
  message: error instanceof Error ? error.message : String(error),
  storeError:
    error instanceof StorageError ? { retryable: error.retryable, fileState: error.fileState } : null,
});
export const deserializeError = ({ message, storeError }) =>
  storeError === null ? new Error(message) : new StorageError(message, storeError);
