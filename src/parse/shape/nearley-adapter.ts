import type { Key } from './token.js';

/** One key as nearley takes it: literals in a grammar match `value`, `%name` matches `type`. `index` counts the keys. */
export type KeyToken = Key & { readonly index: number };

/** Thrown where nearley would compose a long message that nobody reads. */
export class NoSentence extends Error {}

let keys: readonly Key[] = [];
let position = 0;

/** nearley's view of a shape: it asks for one token after the other. Grammars name it in `@lexer`. */
export const keyLexer = {
  load: (shape: readonly Key[]): void => {
    keys = shape;
    position = 0;
  },
  /** How many keys nearley has taken. */
  taken: (): number => position,
  reset: (): void => {},
  next: (): KeyToken | undefined => {
    const key = keys[position];
    if (key === undefined) return undefined;
    const token = { type: key.type, value: key.value, index: position };
    position += 1;
    return token;
  },
  save: () => ({}),
  has: (): boolean => true,
  formatError: (): never => {
    throw new NoSentence();
  },
};
