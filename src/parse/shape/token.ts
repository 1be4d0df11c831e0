/**
 * What a grammar sees of a token: its kind and, where that decides, a word or number out of a closed list. Never the
 * text, so that the sequence of keys (the shape) alone decides how a record parses. Each key exists once.
 */
export type Key = { readonly type: string; readonly value: string };

/** Where a token stands in its text. */
export type Token = { readonly key: Key; readonly start: number; readonly end: number };

/** The keys of one dialect: the same type and value give the same object, so that keys compare by identity. */
export const keyring = (): ((type: string, value?: string) => Key) => {
  const keys = new Map<string, Key>();
  return (type, value = '') => {
    const name = `${type} ${value}`;
    const known = keys.get(name);
    if (known !== undefined) return known;
    const key = { type, value };
    keys.set(name, key);
    return key;
  };
};
