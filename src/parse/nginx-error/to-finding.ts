import type { Certainty, Finding, Phase, Symptom } from '../event.js';
import { detectSocketType } from './address.js';
import type { FailureMeaning } from './meaning.js';
import type { RecordParts } from './split-record.js';

/** True when the failure is the gateway's or an upstream's; the same words may be about a client. */
export const isGatewayFailure = (meaning: FailureMeaning, parts: RecordParts): boolean => {
  const { header, action, context, isFreeText } = parts;
  if (isFreeText && context.isContradicted) return false;
  if (header.level === 'debug' || context.values.has('responder')) return false;
  switch (meaning.scope) {
    case 'gateway':
      return true;
    case 'upstream':
      return !isClientHousekeeping(parts) && (header.level !== 'warn' || meaning.symptom === 'no-peer');
    case 'socket':
      return isErrorLevel(parts) && isUpstreamFailure(meaning, parts);
    case 'storage':
      return action?.side === 'upstream' || (isStorageFailure(parts) && !isClientHousekeeping(parts));
  }
};

/** What was found. The phase is the message's own, else the action's. */
export const toFinding = (
  meaning: FailureMeaning,
  parts: RecordParts,
  { peer, tried: triedAddress }: { readonly peer: string | null; readonly tried: string | null },
  message: string,
): Finding => {
  const phase = meaning.phase ?? parts.action?.phase ?? meaning.usualPhase ?? null;
  return {
    symptom: refineSymptom(phase, meaning.symptom, peer),
    phase: parts.action?.phase === 'resolving' ? 'resolving' : phase,
    socket: detectSocketType(triedAddress ?? peer),
    certainty: rateCertainty(meaning, parts),
    message,
    missingFields: meaning.symptom === 'unexplained' && message === '' ? ['message'] : [],
  };
};

/** Clients' sockets are told of at level info, slow or odd things at warn. */
const isErrorLevel = ({ header: { level } }: RecordParts): boolean =>
  level === null || level === 'error' || level === 'crit' || level === 'alert' || level === 'emerg';

function isUpstreamFailure(meaning: FailureMeaning, { header, message, action }: RecordParts): boolean {
  if (action?.side === 'upstream') return true;
  if (!message.isKnown) return false;
  // While it sends to the client, nginx still reads from the upstream.
  if (action?.side === 'client') return action.phase === 'reading-body' && meaning.usualPhase === undefined;
  // Cut before the action. Without a connection it may be a socket of nginx's own, as for its log.
  return header.connection !== null || header.level === null;
}

/** Static files that are missing or forbidden are told of at level error, trouble with nginx's own files above it. */
const isStorageFailure = ({ header: { level, connection } }: RecordParts): boolean =>
  connection !== null && (level === 'crit' || level === 'alert' || level === 'emerg');

const isClientHousekeeping = ({ action }: RecordParts): boolean =>
  action?.side === 'client' && action.phase === null;

function refineSymptom(phase: Phase | null, symptom: Symptom, peer: string | null): Symptom {
  if (phase === 'resolving' && symptom.startsWith('E')) return 'name-server-failed';
  if (phase === 'connecting' && symptom === 'EADDRNOTAVAIL' && peer?.startsWith('['))
    return 'no-source-address';
  // Behind the header, whatever the TLS library says, the answer ended too early.
  if (phase === 'reading-body' && symptom === 'handshake-failed') return 'closed';
  return symptom;
}

function rateCertainty(meaning: FailureMeaning, { header, message, action }: RecordParts): Certainty {
  if (meaning.symptom === 'unexplained') return 'guess';
  if (meaning.certainty !== undefined) return meaning.certainty;
  const isPhaseKnown = meaning.phase !== undefined || meaning.scope === 'gateway' || action !== null;
  return message.isKnown && header.level !== null && isPhaseKnown ? 'certain' : 'likely';
}
