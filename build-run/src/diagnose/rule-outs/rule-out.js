/** Keeps the id of a rule-out as a literal type, so that `RuleOutId` can be derived from the catalogue. */
export const defineRuleOut = (ruleOut) => ruleOut;
/** The failures of the cause itself. */
export const selectOwnFailures = ({ failures, cause }) =>
  failures.filter((failure) => failure.cause === cause);
