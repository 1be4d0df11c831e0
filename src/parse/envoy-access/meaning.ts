import type { Certainty, Phase, Symptom } from '../event.js';

/** Meaning of one of Envoy's terms (flag, detail, error text): symptom, phase and certainty. */
export type EnvoyFailure = {
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
};

/** A failure, or `harmless` for a term that means no gateway failure. Undefined for an unknown term. */
export type EnvoyMeaning = EnvoyFailure | 'harmless' | undefined;

/** The term states the failure. */
export const certainFailure = (symptom: Symptom, phase: Phase | null): EnvoyFailure => ({
  symptom,
  phase,
  certainty: 'certain',
});

/** The term has few other meanings. */
export const likelyFailure = (symptom: Symptom, phase: Phase | null): EnvoyFailure => ({
  symptom,
  phase,
  certainty: 'likely',
});

/** The most probable of several meanings. */
export const guessedFailure = (symptom: Symptom, phase: Phase | null): EnvoyFailure => ({
  symptom,
  phase,
  certainty: 'guess',
});

/** True if the term is known and means a failure. */
export const isEnvoyFailure = (meaning: EnvoyMeaning): meaning is EnvoyFailure =>
  meaning !== undefined && meaning !== 'harmless';
