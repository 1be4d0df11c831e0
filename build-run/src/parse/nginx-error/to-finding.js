import { detectSocketType } from './address.js';
/** True for failures of the gateway or an upstream. The same message may also concern a client. */
export const isGatewayFailure = (meaning, parts) => {
  const { header, action, context, isFreeText } = parts;
  if (isFreeText && context.isContradicted) return false;
  if (header.level === 'debug' || context.values.has('responder')) return false;
  // A script in a timer or a background thread: no client waits for it.
  if (meaning.symptom === 'filter-failed' && context.values.has('context')) return false;
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
/** Builds the finding. The phase is the message's own, else the action's. */
export const toFinding = (meaning, parts, { peer, triedAddress }, message) => {
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
/** Client sockets are logged at level info, slow or unusual events at warn. */
const isErrorLevel = ({ header: { level } }) =>
  level === null || level === 'error' || level === 'crit' || level === 'alert' || level === 'emerg';
function isUpstreamFailure(meaning, { header, message, action }) {
  if (action?.side === 'upstream') return true;
  if (!message.isKnown) return false;
  // While sending to the client, nginx still reads from the upstream.
  if (action?.side === 'client') return action.phase === 'reading-body' && meaning.usualPhase === undefined;
  // Truncated before the action. Without a connection it may be nginx's own socket, such as that of its log.
  return header.connection !== null || header.level === null;
}
/** Missing or forbidden static files are logged at level error, problems with nginx's own files at a higher level. */
const isStorageFailure = ({ header: { level, connection } }) =>
  connection !== null && (level === 'crit' || level === 'alert' || level === 'emerg');
const isClientHousekeeping = ({ action }) => action?.side === 'client' && action.phase === null;
function refineSymptom(phase, symptom, peer) {
  if (phase === 'resolving' && symptom.startsWith('E')) return 'name-server-failed';
  if (phase === 'connecting' && symptom === 'EADDRNOTAVAIL' && peer?.startsWith('['))
    return 'no-source-address';
  // After the header, a TLS error means that the response ended early.
  if (phase === 'reading-body' && symptom === 'handshake-failed') return 'closed';
  return symptom;
}
function rateCertainty(meaning, { header, message, action }) {
  if (meaning.symptom === 'unexplained') return 'guess';
  if (meaning.certainty !== undefined) return meaning.certainty;
  const isPhaseKnown = meaning.phase !== undefined || meaning.scope === 'gateway' || action !== null;
  return message.isKnown && header.level !== null && isPhaseKnown ? 'certain' : 'likely';
}
