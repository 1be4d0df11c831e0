/** Thrown in place of nearley's long syntax error, which would not be used. */
export class NoParseError extends Error {}
let tokenKinds = [];
let position = 0;
/** Feeds a shape to nearley, one token kind at a time. Grammars name it in `@lexer`; one parse runs at a time. */
export const shapeLexer = {
  load: (shape) => {
    tokenKinds = shape;
    position = 0;
  },
  /** Number of tokens that nearley has consumed. */
  takenCount: () => position,
  reset: () => {},
  next: () => {
    const kind = tokenKinds[position];
    if (kind === undefined) return undefined;
    const token = { type: kind.type, value: kind.value, index: position };
    position += 1;
    return token;
  },
  save: () => ({}),
  has: () => true,
  formatError: () => {
    throw new NoParseError();
  },
};
