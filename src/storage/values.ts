/** A name as stored: '' where no record tells it, because keys cannot be null. */
export const encodeName = (name: string | null): string => name ?? '';

/** The name in a stored text; null where no record told it. */
export const decodeName = (text: string): string | null => (text === '' ? null : text);

/** A list or an object as one JSON value. */
export const encodeJson = (value: unknown): string => JSON.stringify(value);

/** What `json` stored. The one cast of JSON: only this program writes it, and `user_version` says in which shape. */
export const decodeJson = <T>(text: string): T => JSON.parse(text) as T;
