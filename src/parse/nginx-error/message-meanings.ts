/** Meanings of nginx's messages, one for each kind of rule in `grammars/nginx-error.ne`. */

import type { Change, NoticeKind, Symptom } from '../event.js';
import type { NearleyToken } from '../shape/nearley-adapter.js';
import type { ErrnoName } from './errno.js';
import { type FailureMeaning, isMessageMeaning, type MessageMeaning, type TokenSlots } from './meaning.js';

/** The parts of a matched grammar rule: tokens, slots, and the results of nested rules. */
type MatchedTokens = readonly unknown[];
type MeaningRule = (matched: MatchedTokens) => MessageMeaning;

export const captureAddress = (matched: MatchedTokens): TokenSlots => captureSlot('address', matched);
export const captureName = (matched: MatchedTokens): TokenSlots => captureSlot('name', matched);

// Timers and closes
export const timedOut: MeaningRule = defineUpstreamFailure('timed-out');
export const connectionTimedOut: MeaningRule = defineUpstreamFailure('timed-out');
/** An idle tunnel of the proxy_connect module, whose phase text never changes (read in its source). */
export const tunnelTimedOut: MeaningRule = defineUpstreamFailure('timed-out', {
  phase: 'tunnelling',
  status: null,
});
export const tunnelNotOpened: MeaningRule = defineUpstreamFailure('timed-out', { phase: 'connecting' });
export const upstreamClosed: MeaningRule = defineUpstreamFailure('closed', { usualPhase: 'reading-header' });
export const closedInHandshake: MeaningRule = defineSocketFailure('closed', { usualPhase: 'handshaking' });
export const upstreamStreamReset: MeaningRule = defineUpstreamFailure('stream-reset', {
  usualPhase: 'reading-header',
});

// System calls
export const callFailed: MeaningRule = (matched) => createFailure(findErrno(matched), 'socket', matched);
export const writeFailed: MeaningRule = (matched) =>
  createFailure(findErrno(matched), 'socket', matched, { usualPhase: 'sending' });
/** Only the errno is left. For ETIMEDOUT, nginx's own timer is far more likely than the kernel. */
export const bareErrno: MeaningRule = (matched) => {
  const errno = findErrno(matched);
  return createFailure(errno === 'ETIMEDOUT' ? 'timed-out' : errno, 'socket', matched, {
    certainty: 'likely',
  });
};
export const connectCallFailed: MeaningRule = (matched) =>
  createFailure(findErrno(matched), 'socket', matched, { usualPhase: 'connecting' });
export const closedByKevent: MeaningRule = defineSocketFailure('ECONNRESET');
export const resetAtSetsockopt: MeaningRule = defineSocketFailure('ECONNRESET', { certainty: 'likely' });
export const socketCallFailed: MeaningRule = (matched) =>
  createFailure(findErrno(matched), isExhaustion(findErrno(matched)) ? 'gateway' : 'socket', matched, {
    usualPhase: 'connecting',
    status: 500,
  });
export const acceptFailed: MeaningRule = (matched) =>
  isExhaustion(findErrno(matched))
    ? createFailure(findErrno(matched), 'gateway', matched, { phase: 'accepting', status: null })
    : informationalNotice();
export const bindFailed: MeaningRule = (matched) =>
  createFailure(findErrno(matched), 'socket', matched, { phase: 'binding', status: 500 });
export const notPermitted: MeaningRule = defineSocketFailure('EPERM', { phase: 'binding', status: 500 });
export const unexplainedFailure500: MeaningRule = defineSocketFailure('unexplained', { status: 500 });
export const unexplainedFailure: MeaningRule = defineSocketFailure('unexplained');

// Balancing and names
export const noPeer: MeaningRule = defineUpstreamFailure('no-peer', { phase: 'choosing' });
export const noPeerReturned: MeaningRule = defineUpstreamFailure('no-peer', {
  phase: 'choosing',
  status: 502,
});
export const peerNotChosen: MeaningRule = defineUpstreamFailure('unexplained', {
  phase: 'choosing',
  certainty: 'guess',
});
export const cannotBalance: MeaningRule = defineUpstreamFailure('misconfigured', {
  phase: 'choosing',
  status: 502,
});
export const balancerLookup: MeaningRule = (matched) => ({
  ...(matched.find(isMessageMeaning) ?? peerNotChosen(matched)),
  ...collectSlots(matched),
});
export const notResolved: MeaningRule = (matched) => {
  const errno = findErrno(matched);
  if (errno === 'no-such-name') return defineResolverFailure('name-not-found')(matched);
  return defineResolverFailure(errno === 'ETIMEDOUT' ? 'name-timed-out' : 'name-server-failed')(matched);
};
/** Modules look names up in the background, so no client waits for it. */
export const notRefreshed: MeaningRule = (matched) => {
  const meaning = notResolved(matched);
  return meaning.type === 'failure' ? { ...meaning, status: null } : meaning;
};
export const nameNotFound: MeaningRule = defineResolverFailure('name-not-found');
export const nameTimedOut: MeaningRule = defineResolverFailure('name-timed-out');
export const nameServerFailed: MeaningRule = defineResolverFailure('name-server-failed');
export const noResolver: MeaningRule = defineUpstreamFailure('misconfigured', { phase: 'resolving' });

// Invalid responses
export const upstreamMalformed: MeaningRule = defineUpstreamFailure('malformed', {
  usualPhase: 'reading-header',
});
export const malformedSlice: MeaningRule = defineUpstreamFailure('malformed', {
  usualPhase: 'reading-header',
  status: null,
});
export const malformedRedirect: MeaningRule = defineSocketFailure('malformed', { status: null });
export const upstreamHeaderTooBig: MeaningRule = defineUpstreamFailure('header-too-big', {
  usualPhase: 'reading-header',
});
export const otherProtocol: MeaningRule = defineUpstreamFailure('other-protocol', {
  usualPhase: 'reading-header',
});
export const notHttp: MeaningRule = defineUpstreamFailure('other-protocol', {
  usualPhase: 'reading-header',
  status: null,
});
export const notProxyProtocol: MeaningRule = defineGatewayFailure('other-protocol', {
  phase: 'accepting',
  status: null,
});

// TLS
export const tlsFailed: MeaningRule = (matched) =>
  createFailure(findTlsSymptom(matched), 'socket', matched, { usualPhase: 'handshaking' });
export const tlsReadFailed: MeaningRule = (matched) =>
  createFailure(findTlsSymptom(matched), 'socket', matched);
export const tlsWriteFailed: MeaningRule = (matched) => {
  const tlsSymptom = findTlsSymptom(matched);
  const symptom = tlsSymptom === 'certificate-refused' ? tlsSymptom : 'EPIPE';
  return createFailure(symptom, 'socket', matched, { usualPhase: 'sending', certainty: 'likely' });
};
export const certificateUntrusted: MeaningRule = defineUpstreamFailure('certificate-untrusted', {
  usualPhase: 'handshaking',
});
export const handshakeFailed: MeaningRule = defineSocketFailure('handshake-failed', {
  usualPhase: 'handshaking',
});

// Configuration
export const cannotBuildRequest: MeaningRule = defineUpstreamFailure('misconfigured', {
  phase: 'preparing',
  status: 500,
});
export const cannotPrepareConnection: MeaningRule = defineSocketFailure('misconfigured', {
  usualPhase: 'preparing',
  status: 500,
});
export const requestNotBuilt: MeaningRule = defineUpstreamFailure('unexplained', {
  phase: 'preparing',
  status: 500,
});
export const skippedSetting: MeaningRule = defineUpstreamFailure('misconfigured', {
  phase: 'preparing',
  status: null,
});
export const startupMisconfigured: MeaningRule = defineGatewayFailure('misconfigured', { phase: 'starting' });
export const startupSocketFailed: MeaningRule = (matched) =>
  isExhaustion(findErrno(matched))
    ? createFailure(findErrno(matched), 'gateway', matched, { phase: 'starting' })
    : startupMisconfigured(matched);
export const startupNameNotFound: MeaningRule = defineGatewayFailure('name-not-found', { phase: 'starting' });

// The gateway's own limits
export const connectionsFull: MeaningRule = defineGatewayFailure('connections-full', {
  usualPhase: 'accepting',
  status: 500,
});
export const fileDescriptorsFull: MeaningRule = defineGatewayFailure('EMFILE', {
  usualPhase: 'accepting',
  status: 500,
});
export const memoryFull: MeaningRule = defineGatewayFailure('ENOMEM', { status: 500 });
export const workerCrashed: MeaningRule = defineGatewayFailure('crashed', { status: null });
export const storageFailed: MeaningRule = (matched) => {
  const errno = findErrno(matched);
  return isExhaustion(errno)
    ? createFailure(errno, 'storage', matched, { status: 500 })
    : createFailure(errno, 'storage', matched, { phase: 'storing', status: 500 });
};
export const storageBroken: MeaningRule = defineGatewayFailure('EOTHER', { phase: 'storing', status: null });

// Scripts of the gateway
/** The request ended with 500 in a phase before any upstream is asked; the trace names the phase. */
export const scriptAbortedInPhase: MeaningRule = defineGatewayFailure('filter-failed', {
  phase: 'preparing',
  status: 500,
});
/** Without a trace it may have been the application, which Lua can be as well. */
export const scriptAborted: MeaningRule = defineGatewayFailure('filter-failed', {
  phase: 'preparing',
  status: 500,
  certainty: 'likely',
});
/** The answer had come, so the status is not known. */
export const filterFailed: MeaningRule = defineGatewayFailure('filter-failed', { status: null });

// Not failures
export const informationalNotice: () => MessageMeaning = defineNotice('informational');
export const peerEjection: () => MessageMeaning = defineNotice('ejection');
/** Health checks of modules such as Tengine's. */
export const peerDisabled: MeaningRule = (matched) => ({
  type: 'notice',
  kind: 'ejection',
  ...collectSlots(matched),
});
export const peerEnabled: MeaningRule = (matched) => ({
  type: 'notice',
  kind: 'rejoin',
  ...collectSlots(matched),
});
export const checkTimedOut: MeaningRule = (matched) => ({
  type: 'notice',
  kind: 'check-failed',
  symptom: 'timed-out',
  ...collectSlots(matched),
});
export const checkMalformed: MeaningRule = (matched) => ({
  type: 'notice',
  kind: 'check-failed',
  symptom: 'malformed',
  ...collectSlots(matched),
});
export const derivedNotice: () => MessageMeaning = defineNotice('derived');
export const rateLimited: () => MessageMeaning = defineNotice('rate-limited');
export const clientAbort: () => MessageMeaning = defineNotice('client-abort');
export const clientTimeout: () => MessageMeaning = defineNotice('client-timeout');
export const configReload: () => MessageMeaning = defineChange('reload', 'nginx reload');
export const gatewayStop: () => MessageMeaning = defineChange('stop', 'nginx stopping');
export const binaryUpgrade: () => MessageMeaning = defineChange('restart', 'nginx binary upgrade');
export const newWorker: () => MessageMeaning = defineChange('restart', 'nginx worker started');
export const workerExit: () => MessageMeaning = defineChange('restart', 'nginx worker exiting');
export const logReopen: () => MessageMeaning = defineChange('config', 'nginx reopened its logs');
export const signalReceived: () => MessageMeaning = defineChange('config', 'nginx received a signal');

type FailureOptions = Partial<Pick<FailureMeaning, 'phase' | 'usualPhase' | 'status' | 'certainty'>>;

function createFailure(
  errnoOrSymptom: Symptom | ErrnoName,
  scope: FailureMeaning['scope'],
  matched: MatchedTokens,
  options: FailureOptions = {},
): MessageMeaning {
  const symptom = errnoOrSymptom === 'no-such-name' ? 'EOTHER' : errnoOrSymptom;
  return { type: 'failure', symptom, scope, ...options, ...collectSlots(matched) };
}

function defineUpstreamFailure(symptom: Symptom, options?: FailureOptions): MeaningRule {
  return (matched) => createFailure(symptom, 'upstream', matched, options);
}

function defineSocketFailure(symptom: Symptom, options?: FailureOptions): MeaningRule {
  return (matched) => createFailure(symptom, 'socket', matched, options);
}

function defineGatewayFailure(symptom: Symptom, options?: FailureOptions): MeaningRule {
  return (matched) => createFailure(symptom, 'gateway', matched, options);
}

function defineResolverFailure(symptom: Symptom): MeaningRule {
  return defineUpstreamFailure(symptom, { phase: 'resolving' });
}

function defineNotice(kind: NoticeKind): () => MessageMeaning {
  return () => ({ type: 'notice', kind });
}

function defineChange(kind: Change['kind'], message: string): () => MessageMeaning {
  return () => ({ type: 'change', kind, message });
}

function captureSlot(slotName: keyof TokenSlots, [token]: MatchedTokens): TokenSlots {
  return isToken(token) ? { [slotName]: token.index } : {};
}

function collectSlots(matched: MatchedTokens): TokenSlots {
  return Object.assign({}, ...matched.filter((part) => isSlots(part)));
}

function findErrno(matched: MatchedTokens): ErrnoName {
  // Only the lexer creates tokens of this type, with values from this list.
  return findTokenValue(matched, 'errno', 'EOTHER') as ErrnoName;
}

function findTlsSymptom(matched: MatchedTokens): Symptom {
  // As above: the lexer sets the value of these tokens to a TLS symptom.
  return findTokenValue(matched, 'tls', 'handshake-failed') as Symptom;
}

function findTokenValue(matched: MatchedTokens, type: string, fallback: string): string {
  return matched.filter(isToken).find((token) => token.type === type)?.value ?? fallback;
}

const isExhaustion = (errno: ErrnoName): boolean => exhaustionErrnos.has(errno);
const exhaustionErrnos: ReadonlySet<ErrnoName> = new Set<ErrnoName>([
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOBUFS',
]);

const isSlots = (part: unknown): part is TokenSlots =>
  typeof part === 'object' && part !== null && ('address' in part || 'name' in part);
const isToken = (part: unknown): part is NearleyToken =>
  typeof part === 'object' && part !== null && 'type' in part && 'index' in part;
