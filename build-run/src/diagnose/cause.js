/** Keeps the id of a cause as a literal type, so that `CauseId` can be derived from the catalogue. */
export const defineCause = (cause) => cause;
/** The steps of a cause that the facts do not exclude. */
export const listCauseSteps = ({ fixes }, product, facts) =>
  fixes[product](facts).filter((step) => step !== false);
/** The meaning of a cause in this record, whose own reason comes first. */
export function describeMeaning({ meaning, explainRecord }, record) {
  const end = /[.!?]\s/.exec(meaning);
  const first = end === null ? meaning : meaning.slice(0, end.index + 1);
  return { first: explainRecord?.(record) ?? first, rest: meaning.slice(first.length).trim() };
}
