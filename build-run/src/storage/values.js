import { StorageError } from './storage-error.js';
/** A name as it is stored: '' stands for null, as keys cannot be null. */
export const encodeName = (name) => name ?? '';
export const decodeName = (text) => (text === '' ? null : text);
export const encodeJson = (value) => JSON.stringify(value);
/**
 * Reads what `encodeJson` stored. The one cast of JSON: only this program writes it, and the schema version says in which
 * shape. Columns that the program acts upon are checked: see `stored-json.ts`.
 */
export function decodeJson(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StorageError(`The database is damaged: a value is no JSON`, {
      fileState: 'damaged',
      cause: error,
    });
  }
}
