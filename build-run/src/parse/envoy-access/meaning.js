/** The term states the failure. */
export const certainFailure = (symptom, phase) => ({
  symptom,
  phase,
  certainty: 'certain',
});
/** The term has few other meanings. */
export const likelyFailure = (symptom, phase) => ({
  symptom,
  phase,
  certainty: 'likely',
});
/** The most probable of several meanings. */
export const guessedFailure = (symptom, phase) => ({
  symptom,
  phase,
  certainty: 'guess',
});
/** True if the term is known and means a failure. */
export const isEnvoyFailure = (meaning) => meaning !== undefined && meaning !== 'harmless';
