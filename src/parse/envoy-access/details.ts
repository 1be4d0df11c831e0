import { detailsNameMeaning } from './details-names.js';
import type { Details } from './details-parser.js';
import { dnsMeaning } from './dns-errors.js';
import { certain, isMeaning, type Reading } from './meaning.js';
import { resetMeaning } from './reset-reasons.js';
import { transportMeaning } from './transport-errors.js';

/** What `%RESPONSE_CODE_DETAILS%` tells; undefined for a name that is not known, or one that leaves it to the flags. */
export function detailsMeaning({ name, reason, transport }: Details, status: number): Reading {
  switch (name) {
    case 'upstream_reset_before_response_started':
      return resetBefore(reason, transport);
    case 'upstream_reset_after_response_started':
      return resetAfter(reason, transport);
    case 'dns_resolution_failure':
      return dnsMeaning(transport === '' ? reason : `${reason},${transport}`);
    case 'via_upstream':
    case 'websocket_handshake_unsuccessful':
      return answered(status);
    default:
      return detailsNameMeaning(name, status);
  }
}

/** The upstream's own answer, where its status is one that a gateway gives. */
export function answered(status: number): Reading {
  if (status === 502) return certain('answered-502', 'reading-header');
  if (status === 503) return certain('answered-503', 'reading-header');
  if (status === 504) return certain('answered-504', 'reading-header');
  return 'harmless';
}

function resetBefore(reason: string, transport: string): Reading {
  // The bare form: the upstream went away while the client's body was still coming in.
  if (reason === '') return certain('closed', 'sending');
  return transportMeaning(transport) ?? resetMeaning(reason);
}

function resetAfter(reason: string, transport: string): Reading {
  const before = reason === '' ? certain('closed', 'reading-body') : resetBefore(reason, transport);
  return isMeaning(before) ? { ...before, phase: 'reading-body' } : before;
}
