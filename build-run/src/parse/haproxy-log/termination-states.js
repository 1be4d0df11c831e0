import { parseConnectionError } from './connection-errors.js';
/**
 * Judges a session by its termination state (configuration manual of HAProxy 2.6, section 8.5): who ended it first, and what
 * HAProxy was waiting for.
 */
export function judgeSession(session) {
  const { state, status, service } = session;
  if (/^[Cc]/.test(state)) return { ...noFailure, isClientGone: true };
  if (service !== null) return judgeOwnAnswer(session, `answered by ${service}`);
  if (state.startsWith('--')) return judgeAnswer(session);
  if (state.startsWith('L')) return judgeOwnAnswer(session, 'answered by HAProxy itself');
  if (state === 'PT') return { ...noFailure, madeBy: 'gateway' };
  if (state === 'PR') return judgeRejection(session);
  // The proxy blocked the body of the request.
  if (state === 'PH' && status === 400) return { ...noFailure, madeBy: 'gateway' };
  if (isIdleTunnel(session)) return noFailure;
  return createFailure(findMeaning(session), session);
}
const noFailure = { finding: null, outcome: null, madeBy: null, isClientGone: false };
const mean = (symptom, phase, certainty, words) => ({
  symptom,
  phase,
  certainty,
  words,
});
/** The states of section 8.5 that are failures. What ended it in the data phase has begun to answer. */
const meanings = {
  SC: mean('ECONNREFUSED', 'connecting', 'likely', 'the server refused the connection'),
  sC: mean('timed-out', 'connecting', 'likely', 'timeout connect expired'),
  SH: mean(
    'closed',
    'reading-header',
    'likely',
    'the server aborted before its response headers were complete',
  ),
  sH: mean('timed-out', 'reading-header', 'certain', 'timeout server expired before the response headers'),
  SD: mean(
    'closed',
    'reading-body',
    'likely',
    'the connection to the server died, or its data was invalid, during the data transfer',
  ),
  SL: mean('closed', 'reading-body', 'likely', 'the connection to the server died with the last data'),
  sD: mean('timed-out', 'reading-body', 'certain', 'timeout server expired during the data transfer'),
  sQ: mean(
    'limit-reached',
    'choosing',
    'likely',
    'timeout queue expired while waiting for a connection slot',
  ),
  SQ: mean('no-peer', 'choosing', 'likely', 'the server went away while the session was queued'),
  PC: mean('connections-full', 'connecting', 'likely', "the process's socket limit was reached"),
  PH: mean(
    'malformed',
    'reading-header',
    'likely',
    'HAProxy blocked the response: invalid, too large or denied',
  ),
  PD: mean(
    'malformed',
    'reading-body',
    'likely',
    'HAProxy blocked an invalid message during the data transfer',
  ),
};
const noServer = mean('no-peer', 'choosing', 'likely', 'no server was available');
/** Who ended it, where the state of the session says nothing more. */
const endings = {
  S: 'the server aborted the session',
  s: 'timeout server expired',
  P: 'HAProxy aborted the session',
  R: 'a resource of HAProxy was exhausted',
  I: 'internal error of HAProxy',
  D: 'HAProxy ended the session, as the server was marked down',
  U: 'HAProxy ended the session on a backup server, as an active one came up',
  K: 'an operator ended the session',
};
function findMeaning(session) {
  const { state, server, status, rest, backend, frontend } = session;
  if (state === 'SC' && server === null)
    // Without a rule that chooses a backend, the name of the frontend is logged as that of a listen section is.
    return { ...noServer, certainty: backend === frontend ? 'likely' : 'certain' };
  if (state === 'PH' && status === 500)
    return mean(
      'filter-failed',
      'reading-header',
      'likely',
      'HAProxy could not rewrite the response headers',
    );
  const known = meanings[state];
  const error = /^.C/.test(state) ? parseConnectionError(rest) : undefined;
  if (error !== undefined) return { ...error, words: `${known?.words ?? endings['R']}: ${error.words}` };
  if (state === 'SC' && known !== undefined) return judgeRefusal(known, session);
  const isAnswering = state[1] === 'D' || state[1] === 'L';
  return (
    known ?? mean('unexplained', isAnswering ? 'reading-body' : null, 'guess', endings[state[0] ?? ''] ?? '')
  );
}
/**
 * A refusal is immediate, and HAProxy waits up to a second before it tries the same server again. It waits not at all where
 * its own system refused to connect, and an unreachable host takes seconds to be found so.
 */
function judgeRefusal(refusal, { retries, isRedispatched, durationMs, waitMs, rest }) {
  const connectingMs = (durationMs ?? 0) - waitMs;
  const isImmediate = retries > 0 && !isRedispatched && connectingMs < 20;
  if (isImmediate || connectingMs > retries * retryDelayMs + refusalMsMax)
    return mean('connect-failed', 'connecting', 'likely', 'the connection failed');
  // Failed handshakes and errors of the own system have a text there.
  return noConnectionError.test(rest) ? { ...refusal, certainty: 'certain' } : refusal;
}
const retryDelayMs = 1_000;
const refusalMsMax = 1_500;
const noConnectionError = / bc_err=""/;
function createFailure(meaning, session) {
  const { state, mode, server } = session;
  const { certainty } = meaning;
  const phase = meaning.phase === 'reading-body' && mode === 'tcp' ? 'tunnelling' : meaning.phase;
  return {
    finding: {
      symptom: meaning.symptom,
      phase,
      socket: null,
      certainty: session.isSuspect ? 'guess' : certainty,
      message: `${state}: ${meaning.words}`,
      missingFields: certainty !== 'certain' && state === 'SC' && server !== null ? decisiveFields : [],
    },
    outcome: meaning.phase === 'reading-body' && session.bytes > 0 ? 'truncated' : 'client-visible',
    madeBy: 'gateway',
    isClientGone: false,
  };
}
/** Sections 7.3.3 and 8.2.6: the error of the connection to the server. */
const decisiveFields = ['bc_err=%{+Q}[bc_err_str]'];
/** A session that ended normally: the server answered, perhaps not at the first attempt. */
function judgeAnswer(session) {
  const { status, server, retries, mode } = session;
  const answered = status === null ? undefined : passedOn.get(status);
  if (answered !== undefined && server !== null)
    return {
      finding: createFinding(answered, 'reading-header', 'certain', `status ${status} of the server`),
      outcome: 'client-visible',
      madeBy: 'upstream',
      isClientGone: false,
    };
  const madeBy = status === null || status < 400 ? null : server === null ? 'gateway' : 'upstream';
  if (retries === 0 || (mode === 'http' && (status ?? 500) >= 500)) return { ...noFailure, madeBy };
  const words = `${retries} ${retries === 1 ? 'retry' : 'retries'}${session.isRedispatched ? ', the last at another server' : ''}`;
  return {
    finding: createFinding('connect-failed', 'connecting', 'likely', words),
    outcome: 'saved-by-retry',
    madeBy: null,
    isClientGone: false,
  };
}
const passedOn = new Map([
  [502, 'answered-502'],
  [503, 'answered-503'],
  [504, 'answered-504'],
]);
/** An answer of HAProxy that its configuration asks for: `http-request return`, a redirect, statistics. */
function judgeOwnAnswer({ status, state }, words) {
  if (status === null || !passedOn.has(status))
    return { ...noFailure, madeBy: isError(status) ? 'gateway' : null };
  return {
    finding: createFinding('returned', null, 'certain', `${state}: ${words}`),
    outcome: 'client-visible',
    madeBy: 'gateway',
    isClientGone: false,
  };
}
/** A request that HAProxy rejected: an invalid one, or by a rule, which sets 403 unless it says otherwise. */
function judgeRejection(session) {
  if (session.status !== 500) return judgeOwnAnswer(session, 'rejected by a rule');
  return {
    finding: createFinding(
      'filter-failed',
      'preparing',
      'guess',
      'PR: HAProxy could not rewrite the request headers',
    ),
    outcome: 'client-visible',
    madeBy: 'gateway',
    isClientGone: false,
  };
}
const isError = (status) => status !== null && status >= 400;
/** A tunnel or TCP session that carried data and then fell silent, or a WebSocket whose server left. */
const isIdleTunnel = ({ state, mode, status, bytes }) =>
  status === 101 ? /^[Ss]D/.test(state) : mode === 'tcp' && state === 'sD' && bytes > 0;
const createFinding = (symptom, phase, certainty, message) => ({
  symptom,
  phase,
  socket: null,
  certainty,
  message,
  missingFields: [],
});
