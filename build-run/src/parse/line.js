/** Longer records are truncated: no gateway writes longer ones, and memory must not grow with the input. */
export const recordCharsMax = 16_384;
/** Maximum lines of one record, such as a PHP or Lua traceback. The next line starts a new record. */
export const recordLinesMax = 64;
