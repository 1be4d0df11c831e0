import type { TokenKind } from './token.js';

/** A token as nearley sees it: grammar literals match `value`, `%name` matches `type`. `index` is its position in the shape. */
export type NearleyToken = TokenKind & { readonly index: number };

/** Thrown in place of nearley's long syntax error, which would not be used. */
export class NoParseError extends Error {}

let tokenKinds: readonly TokenKind[] = [];
let position = 0;

/** Feeds a shape to nearley, one token kind at a time. Grammars name it in `@lexer`; one parse runs at a time. */
export const shapeLexer = {
  load: (shape: readonly TokenKind[]): void => {
    tokenKinds = shape;
    position = 0;
  },
  /** Number of tokens that nearley has consumed. */
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
