import type { Certainty, Phase, Symptom } from '../event.js';

/** What one of Envoy's words tells: what was seen, how far the try had got, and how sure that is. */
export type EnvoyFailure = {
  readonly symptom: Symptom;
  readonly phase: Phase | null;
  readonly certainty: Certainty;
};

/** What a word tells, or that no gateway failure is meant. Undefined stands for a word that is not known. */
export type EnvoyMeaning = EnvoyFailure | 'harmless' | undefined;

/** The word says so. */
export const certainFailure = (symptom: Symptom, phase: Phase | null): EnvoyFailure => ({
  symptom,
  phase,
  certainty: 'certain',
});

/** The word fits little else. */
export const likelyFailure = (symptom: Symptom, phase: Phase | null): EnvoyFailure => ({
  symptom,
  phase,
  certainty: 'likely',
});

/** The best of several readings. */
export const guessedFailure = (symptom: Symptom, phase: Phase | null): EnvoyFailure => ({
  symptom,
  phase,
  certainty: 'guess',
});

/** True where a word was understood and tells of a failure. */
export const isEnvoyFailure = (meaning: EnvoyMeaning): meaning is EnvoyFailure =>
  meaning !== undefined && meaning !== 'harmless';
