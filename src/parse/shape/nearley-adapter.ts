import type { TokenKind } from './token.js';

/** One key as nearley takes it: literals in a grammar match `value`, `%name` matches `type`. `index` counts the keys. */
export type NearleyToken = TokenKind & { readonly index: number };

/** Thrown where nearley would compose a long message that nobody reads. */
export class NoParseError extends Error {}

let tokenKinds: readonly TokenKind[] = [];
let position = 0;

/** nearley's view of a shape: it asks for one token after the other. Grammars name it in `@lexer`. */
export const shapeLexer = {
  load: (shape: readonly TokenKind[]): void => {
    tokenKinds = shape;
    position = 0;
  },
  /** How many keys nearley has taken. */
  takenCount: (): number => position,
  reset: (): void => {},
  next: (): NearleyToken | undefined => {
    const kind = tokenKinds[position];
    if (kind === undefined) return undefined;
    const token = { type: kind.type, value: kind.value, index: position };
    position += 1;
    return token;
  },
  save: () => ({}),
  has: (): boolean => true,
  formatError: (): never => {
    throw new NoParseError();
  },
};
