/**
 * What a grammar sees of a token: its kind and, where that decides, a word or number out of a closed list. Never the
 * text, so that the sequence of keys (the shape) alone decides how a record parses. Each key exists once.
 */
export type TokenKind = { readonly type: string; readonly value: string };

/** Where a token stands in its text. */
export type Token = { readonly kind: TokenKind; readonly start: number; readonly end: number };

/** The keys of one dialect: the same type and value give the same object, so that keys compare by identity. */
export const createTokenKinds = (): ((type: string, value?: string) => TokenKind) => {
  const kinds = new Map<string, TokenKind>();
  return (type, value = '') => {
    const id = `${type} ${value}`;
    const known = kinds.get(id);
    if (known !== undefined) return known;
    const kind = { type, value };
    kinds.set(id, kind);
    return kind;
  };
};
