/**
 * The part of a token that a grammar sees: its type and, where it matters, a word or number from a closed list. Never the
 * text, so the sequence of kinds (the shape) alone decides how a record parses. Each kind exists once.
 */
export type TokenKind = { readonly type: string; readonly value: string };

/** A token with its position in the text. */
export type Token = { readonly kind: TokenKind; readonly start: number; readonly end: number };

/** Creates the token kinds of one lexer. Equal type and value give the same object, so kinds compare by identity. */
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
