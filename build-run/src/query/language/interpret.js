/** Returns the question that a sentence asks. */
export function interpretSentence(sentence, { questions, infer }) {
  const intent = selectIntent(sentence);
  const kind = intent === undefined ? infer(sentence) : interpretIntent(intent, sentence, questions);
  return { ...sentence.scope, ...kind };
}
/** The first intent, unless it only leads to another: `how do I fix it`, `chart the rate`. */
function selectIntent(sentence) {
  if (sentence.hasConflictingFilters || sentence.findLeadingChange() !== undefined) return undefined;
  const intents = sentence.listIntents();
  const winner = intents.find(({ precedence }) => precedence === 'first');
  if (winner !== undefined) return winner;
  const [first, second] = intents;
  return first?.precedence === 'last' && second !== undefined ? second : first;
}
function interpretIntent({ question, phrase }, sentence, questions) {
  const interpret = questions.find(({ type }) => type === question)?.interpret;
  // The cast: a question without `interpret` has no field but its type.
  return interpret?.(sentence, phrase) ?? { type: question };
}
