/** Keeps the id of a hint as a literal type, so that `HintId` can be derived from the catalogue. */
export const defineHint = (hint) => hint;
