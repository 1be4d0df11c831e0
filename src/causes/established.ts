import type { Phase } from '../event.js';

/** True in the phases that begin when the connection to the upstream stands. The same errno means something else there. */
export function isEstablished(phase: Phase | null): boolean {
  return (
    phase === 'sending' || phase === 'reading-header' || phase === 'reading-body' || phase === 'tunnelling'
  );
}
