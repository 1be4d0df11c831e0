import type { Certainty, Finding, Phase, Symptom } from '../event.js';
import { socketOf } from './address.js';
import type { FailureMeaning } from './meaning.js';
import type { Statement } from './split-record.js';

/** True when the failure is the gateway's or an upstream's; the same words may be about a client. */
export const isFailure = (meaning: FailureMeaning, statement: Statement): boolean => {
  const { head, action, context, isFreeText } = statement;
  if (isFreeText && context.contradicted) return false;
  if (head.level === 'debug' || context.values.has('responder')) return false;
  switch (meaning.of) {
    case 'gateway':
      return true;
    case 'upstream':
      return !isHousekeeping(statement) && (head.level !== 'warn' || meaning.symptom === 'no-peer');
    case 'socket':
      return isLoud(statement) && concernsUpstream(meaning, statement);
    case 'storage':
      return action?.side === 'upstream' || (isStorageAlarm(statement) && !isHousekeeping(statement));
  }
};

/** What was found. The phase is the message's own, else the action's. */
export const findingOf = (
  meaning: FailureMeaning,
  statement: Statement,
  { peer, tried }: { readonly peer: string | null; readonly tried: string | null },
  words: string,
): Finding => {
  const phase = meaning.phase ?? statement.action?.phase ?? meaning.usualPhase ?? null;
  return {
    symptom: symptomIn(phase, meaning.symptom, peer),
    phase: statement.action?.phase === 'resolving' ? 'resolving' : phase,
    socket: socketOf(tried ?? peer),
    certainty: certaintyOf(meaning, statement),
    words,
    lacks: meaning.symptom === 'unexplained' && words === '' ? ['message'] : [],
  };
};

/** Clients' sockets are told of at level info, slow or odd things at warn. */
const isLoud = ({ head: { level } }: Statement): boolean =>
  level === null || level === 'error' || level === 'crit' || level === 'alert' || level === 'emerg';

function concernsUpstream(meaning: FailureMeaning, { head, message, action }: Statement): boolean {
  if (action?.side === 'upstream') return true;
  if (!message.isKnown) return false;
  // While it sends to the client, nginx still reads from the upstream.
  if (action?.side === 'client') return action.phase === 'reading-body' && meaning.usualPhase === undefined;
  // Cut before the action. Without a connection it may be a socket of nginx's own, as for its log.
  return head.connection !== null || head.level === null;
}

/** Static files that are missing or forbidden are told of at level error, trouble with nginx's own files above it. */
const isStorageAlarm = ({ head: { level, connection } }: Statement): boolean =>
  connection !== null && (level === 'crit' || level === 'alert' || level === 'emerg');

const isHousekeeping = ({ action }: Statement): boolean => action?.side === 'client' && action.phase === null;

function symptomIn(phase: Phase | null, symptom: Symptom, peer: string | null): Symptom {
  if (phase === 'resolving' && symptom.startsWith('E')) return 'name-server-failed';
  if (phase === 'connecting' && symptom === 'EADDRNOTAVAIL' && peer?.startsWith('['))
    return 'no-source-address';
  // Behind the header, whatever the TLS library says, the answer ended too early.
  if (phase === 'reading-body' && symptom === 'handshake-failed') return 'closed';
  return symptom;
}

function certaintyOf(meaning: FailureMeaning, { head, message, action }: Statement): Certainty {
  if (meaning.symptom === 'unexplained') return 'guess';
  if (meaning.certainty !== undefined) return meaning.certainty;
  const isPhaseTold = meaning.phase !== undefined || meaning.of === 'gateway' || action !== null;
  return message.isKnown && head.level !== null && isPhaseTold ? 'certain' : 'likely';
}
