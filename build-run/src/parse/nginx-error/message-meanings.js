/** Meanings of nginx's messages, one for each kind of rule in `grammars/nginx-error.ne`. */
import { isMessageMeaning } from './meaning.js';
export const captureAddress = (matched) => captureSlot('address', matched);
export const captureName = (matched) => captureSlot('name', matched);
// Timers and closes
export const timedOut = defineUpstreamFailure('timed-out');
export const connectionTimedOut = defineUpstreamFailure('timed-out');
/** An idle tunnel of the proxy_connect module, whose phase text never changes (read in its source). */
export const tunnelTimedOut = defineUpstreamFailure('timed-out', {
  phase: 'tunnelling',
  status: null,
});
export const tunnelNotOpened = defineUpstreamFailure('timed-out', { phase: 'connecting' });
export const upstreamClosed = defineUpstreamFailure('closed', { usualPhase: 'reading-header' });
export const closedInHandshake = defineSocketFailure('closed', { usualPhase: 'handshaking' });
export const upstreamStreamReset = defineUpstreamFailure('stream-reset', {
  usualPhase: 'reading-header',
});
// System calls
export const callFailed = (matched) => createFailure(findErrno(matched), 'socket', matched);
export const writeFailed = (matched) =>
  createFailure(findErrno(matched), 'socket', matched, { usualPhase: 'sending' });
/** Only the errno is left. For ETIMEDOUT, nginx's own timer is far more likely than the kernel. */
export const bareErrno = (matched) => {
  const errno = findErrno(matched);
  return createFailure(errno === 'ETIMEDOUT' ? 'timed-out' : errno, 'socket', matched, {
    certainty: 'likely',
  });
};
export const connectCallFailed = (matched) =>
  createFailure(findErrno(matched), 'socket', matched, { usualPhase: 'connecting' });
export const closedByKevent = defineSocketFailure('ECONNRESET');
export const resetAtSetsockopt = defineSocketFailure('ECONNRESET', { certainty: 'likely' });
export const socketCallFailed = (matched) =>
  createFailure(findErrno(matched), isExhaustion(findErrno(matched)) ? 'gateway' : 'socket', matched, {
    usualPhase: 'connecting',
    status: 500,
  });
export const acceptFailed = (matched) =>
  isExhaustion(findErrno(matched))
    ? createFailure(findErrno(matched), 'gateway', matched, { phase: 'accepting', status: null })
    : informationalNotice();
export const bindFailed = (matched) =>
  createFailure(findErrno(matched), 'socket', matched, { phase: 'binding', status: 500 });
export const notPermitted = defineSocketFailure('EPERM', { phase: 'binding', status: 500 });
export const unexplainedFailure500 = defineSocketFailure('unexplained', { status: 500 });
export const unexplainedFailure = defineSocketFailure('unexplained');
// Balancing and names
export const noPeer = defineUpstreamFailure('no-peer', { phase: 'choosing' });
export const noPeerReturned = defineUpstreamFailure('no-peer', {
  phase: 'choosing',
  status: 502,
});
export const peerNotChosen = defineUpstreamFailure('unexplained', {
  phase: 'choosing',
  certainty: 'guess',
});
export const cannotBalance = defineUpstreamFailure('misconfigured', {
  phase: 'choosing',
  status: 502,
});
export const balancerLookup = (matched) => ({
  ...(matched.find(isMessageMeaning) ?? peerNotChosen(matched)),
  ...collectSlots(matched),
});
export const notResolved = (matched) => {
  const errno = findErrno(matched);
  if (errno === 'no-such-name') return defineResolverFailure('name-not-found')(matched);
  return defineResolverFailure(errno === 'ETIMEDOUT' ? 'name-timed-out' : 'name-server-failed')(matched);
};
/** Modules look names up in the background, so no client waits for it. */
export const notRefreshed = (matched) => {
  const meaning = notResolved(matched);
  return meaning.type === 'failure' ? { ...meaning, status: null } : meaning;
};
export const nameNotFound = defineResolverFailure('name-not-found');
export const nameTimedOut = defineResolverFailure('name-timed-out');
export const nameServerFailed = defineResolverFailure('name-server-failed');
export const noResolver = defineUpstreamFailure('misconfigured', { phase: 'resolving' });
// Invalid responses
export const upstreamMalformed = defineUpstreamFailure('malformed', {
  usualPhase: 'reading-header',
});
export const malformedSlice = defineUpstreamFailure('malformed', {
  usualPhase: 'reading-header',
  status: null,
});
export const malformedRedirect = defineSocketFailure('malformed', { status: null });
export const upstreamHeaderTooBig = defineUpstreamFailure('header-too-big', {
  usualPhase: 'reading-header',
});
export const otherProtocol = defineUpstreamFailure('other-protocol', {
  usualPhase: 'reading-header',
});
export const notHttp = defineUpstreamFailure('other-protocol', {
  usualPhase: 'reading-header',
  status: null,
});
export const notProxyProtocol = defineGatewayFailure('other-protocol', {
  phase: 'accepting',
  status: null,
});
// TLS
export const tlsFailed = (matched) =>
  createFailure(findTlsSymptom(matched), 'socket', matched, { usualPhase: 'handshaking' });
export const tlsReadFailed = (matched) => createFailure(findTlsSymptom(matched), 'socket', matched);
export const tlsWriteFailed = (matched) => {
  const tlsSymptom = findTlsSymptom(matched);
  const symptom = tlsSymptom === 'certificate-refused' ? tlsSymptom : 'EPIPE';
  return createFailure(symptom, 'socket', matched, { usualPhase: 'sending', certainty: 'likely' });
};
export const certificateUntrusted = defineUpstreamFailure('certificate-untrusted', {
  usualPhase: 'handshaking',
});
export const handshakeFailed = defineSocketFailure('handshake-failed', {
  usualPhase: 'handshaking',
});
// Configuration
export const cannotBuildRequest = defineUpstreamFailure('misconfigured', {
  phase: 'preparing',
  status: 500,
});
export const cannotPrepareConnection = defineSocketFailure('misconfigured', {
  usualPhase: 'preparing',
  status: 500,
});
export const requestNotBuilt = defineUpstreamFailure('unexplained', {
  phase: 'preparing',
  status: 500,
});
export const skippedSetting = defineUpstreamFailure('misconfigured', {
  phase: 'preparing',
  status: null,
});
export const startupMisconfigured = defineGatewayFailure('misconfigured', { phase: 'starting' });
export const startupSocketFailed = (matched) =>
  isExhaustion(findErrno(matched))
    ? createFailure(findErrno(matched), 'gateway', matched, { phase: 'starting' })
    : startupMisconfigured(matched);
export const startupNameNotFound = defineGatewayFailure('name-not-found', { phase: 'starting' });
// The gateway's own limits
export const connectionsFull = defineGatewayFailure('connections-full', {
  usualPhase: 'accepting',
  status: 500,
});
export const fileDescriptorsFull = defineGatewayFailure('EMFILE', {
  usualPhase: 'accepting',
  status: 500,
});
export const memoryFull = defineGatewayFailure('ENOMEM', { status: 500 });
export const workerCrashed = defineGatewayFailure('crashed', { status: null });
export const storageFailed = (matched) => {
  const errno = findErrno(matched);
  return isExhaustion(errno)
    ? createFailure(errno, 'storage', matched, { status: 500 })
    : createFailure(errno, 'storage', matched, { phase: 'storing', status: 500 });
};
export const storageBroken = defineGatewayFailure('EOTHER', { phase: 'storing', status: null });
// Scripts of the gateway
/** The request ended with 500 in a phase before any upstream is asked; the trace names the phase. */
export const scriptAbortedInPhase = defineGatewayFailure('filter-failed', {
  phase: 'preparing',
  status: 500,
});
/** Without a trace it may have been the application, which Lua can be as well. */
export const scriptAborted = defineGatewayFailure('filter-failed', {
  phase: 'preparing',
  status: 500,
  certainty: 'likely',
});
/** The answer had come, so the status is not known. */
export const filterFailed = defineGatewayFailure('filter-failed', { status: null });
// Not failures
export const informationalNotice = defineNotice('informational');
export const peerEjection = defineNotice('ejection');
/** Health checks of modules such as Tengine's. */
export const peerDisabled = (matched) => ({
  type: 'notice',
  kind: 'ejection',
  ...collectSlots(matched),
});
export const peerEnabled = (matched) => ({
  type: 'notice',
  kind: 'rejoin',
  ...collectSlots(matched),
});
export const checkTimedOut = (matched) => ({
  type: 'notice',
  kind: 'check-failed',
  symptom: 'timed-out',
  ...collectSlots(matched),
});
export const checkMalformed = (matched) => ({
  type: 'notice',
  kind: 'check-failed',
  symptom: 'malformed',
  ...collectSlots(matched),
});
export const derivedNotice = defineNotice('derived');
export const rateLimited = defineNotice('rate-limited');
export const clientAbort = defineNotice('client-abort');
export const clientTimeout = defineNotice('client-timeout');
export const configReload = defineChange('reload', 'nginx reload');
export const gatewayStop = defineChange('stop', 'nginx stopping');
export const binaryUpgrade = defineChange('restart', 'nginx binary upgrade');
export const newWorker = defineChange('restart', 'nginx worker started');
export const workerExit = defineChange('restart', 'nginx worker exiting');
export const logReopen = defineChange('config', 'nginx reopened its logs');
export const signalReceived = defineChange('config', 'nginx received a signal');
function createFailure(errnoOrSymptom, scope, matched, options = {}) {
  const symptom = errnoOrSymptom === 'no-such-name' ? 'EOTHER' : errnoOrSymptom;
  return { type: 'failure', symptom, scope, ...options, ...collectSlots(matched) };
}
function defineUpstreamFailure(symptom, options) {
  return (matched) => createFailure(symptom, 'upstream', matched, options);
}
function defineSocketFailure(symptom, options) {
  return (matched) => createFailure(symptom, 'socket', matched, options);
}
function defineGatewayFailure(symptom, options) {
  return (matched) => createFailure(symptom, 'gateway', matched, options);
}
function defineResolverFailure(symptom) {
  return defineUpstreamFailure(symptom, { phase: 'resolving' });
}
function defineNotice(kind) {
  return () => ({ type: 'notice', kind });
}
function defineChange(kind, message) {
  return () => ({ type: 'change', kind, message });
}
function captureSlot(slotName, [token]) {
  return isToken(token) ? { [slotName]: token.index } : {};
}
function collectSlots(matched) {
  return Object.assign({}, ...matched.filter((part) => isSlots(part)));
}
function findErrno(matched) {
  // Only the lexer creates tokens of this type, with values from this list.
  return findTokenValue(matched, 'errno', 'EOTHER');
}
function findTlsSymptom(matched) {
  // As above: the lexer sets the value of these tokens to a TLS symptom.
  return findTokenValue(matched, 'tls', 'handshake-failed');
}
function findTokenValue(matched, type, fallback) {
  return matched.filter(isToken).find((token) => token.type === type)?.value ?? fallback;
}
const isExhaustion = (errno) => exhaustionErrnos.has(errno);
const exhaustionErrnos = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS']);
const isSlots = (part) => typeof part === 'object' && part !== null && ('address' in part || 'name' in part);
const isToken = (part) => typeof part === 'object' && part !== null && 'type' in part && 'index' in part;
