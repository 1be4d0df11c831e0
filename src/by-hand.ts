import type { CauseId } from './cause.js';
import type { Incident } from './incident.js';

/** The incident when somebody says that it is over. Undefined when it is not open. */
export function resolvedByHand(incident: Incident, at: number): Incident | undefined {
  const { state } = incident;
  if (state.name !== 'open') return undefined;
  return {
    ...incident,
    state: { name: 'resolved', openedAt: state.openedAt, resolvedAt: at, proof: 'by-hand', recent: [] },
  };
}

/** The incident when somebody says what its cause is; null: not the one that names it, and nobody knows which. */
export const correctedByHand = (incident: Incident, cause: CauseId | null): Incident => ({
  ...incident,
  corrected: cause ?? 'unknown',
});
