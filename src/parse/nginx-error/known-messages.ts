import type { Change, RemarkKind, Symptom } from '../event.js';
import type { KeyToken } from '../shape/nearley-adapter.js';
import type { ErrnoName } from './errno.js';
import { type FailureMeaning, isMeaning, type Meaning, type Slots } from './meaning.js';

/** What a rule of the grammar matched: tokens, slots, and what rules below made of theirs. */
type Matched = readonly unknown[];
type Rule = (matched: Matched) => Meaning;

export const address = (matched: Matched): Slots => slot('address', matched);
export const name = (matched: Matched): Slots => slot('name', matched);

// Timers and closes
export const timedOut: Rule = upstream('timed-out');
export const connectionTimedOut: Rule = upstream('timed-out');
export const closed: Rule = upstream('closed', { usualPhase: 'reading-header' });
export const closedInHandshake: Rule = socket('closed', { usualPhase: 'handshaking' });
export const streamReset: Rule = upstream('stream-reset', { usualPhase: 'reading-header' });

// System calls
export const callFailed: Rule = (matched) => failure(errnoIn(matched), 'socket', matched);
export const writeFailed: Rule = (matched) =>
  failure(errnoIn(matched), 'socket', matched, { usualPhase: 'sending' });
/** Only the errno is left: nginx's own timers write this number far more often than the kernel does. */
export const bareErrno: Rule = (matched) => {
  const errno = errnoIn(matched);
  return failure(errno === 'ETIMEDOUT' ? 'timed-out' : errno, 'socket', matched, { certainty: 'likely' });
};
export const connectCallFailed: Rule = (matched) =>
  failure(errnoIn(matched), 'socket', matched, { usualPhase: 'connecting' });
export const closedByKevent: Rule = socket('ECONNRESET');
export const resetWhileTuning: Rule = socket('ECONNRESET', { certainty: 'likely' });
export const socketCallFailed: Rule = (matched) =>
  failure(errnoIn(matched), isExhaustion(errnoIn(matched)) ? 'gateway' : 'socket', matched, {
    usualPhase: 'connecting',
    status: 500,
  });
export const acceptFailed: Rule = (matched) =>
  isExhaustion(errnoIn(matched))
    ? failure(errnoIn(matched), 'gateway', matched, { phase: 'accepting', status: null })
    : informational();
export const bindFailed: Rule = (matched) =>
  failure(errnoIn(matched), 'socket', matched, { phase: 'binding', status: 500 });
export const notPermitted: Rule = socket('EPERM', { phase: 'binding', status: 500 });
export const unexplained500: Rule = socket('unexplained', { status: 500 });
export const unexplained: Rule = socket('unexplained');

// Balancing and names
export const noPeer: Rule = upstream('no-peer', { phase: 'choosing' });
export const noPeerReturned: Rule = upstream('no-peer', { phase: 'choosing', status: 502 });
export const unchosen: Rule = upstream('unexplained', { phase: 'choosing', certainty: 'guess' });
export const cannotBalance: Rule = upstream('misconfigured', { phase: 'choosing', status: 502 });
export const lookedUp: Rule = (matched) => ({
  ...(matched.find(isMeaning) ?? unchosen(matched)),
  ...slotsIn(matched),
});
export const notResolved: Rule = (matched) => {
  const errno = errnoIn(matched);
  if (errno === 'no-such-name') return resolving('name-not-found')(matched);
  return resolving(errno === 'ETIMEDOUT' ? 'name-timed-out' : 'name-server-failed')(matched);
};
export const nameNotFound: Rule = resolving('name-not-found');
export const nameTimedOut: Rule = resolving('name-timed-out');
export const nameServerFailed: Rule = resolving('name-server-failed');
export const noResolver: Rule = upstream('misconfigured', { phase: 'resolving' });

// Answers of the upstream
export const malformed: Rule = upstream('malformed', { usualPhase: 'reading-header' });
export const malformedSlice: Rule = upstream('malformed', { usualPhase: 'reading-header', status: null });
export const malformedRedirect: Rule = socket('malformed', { status: null });
export const headerTooBig: Rule = upstream('header-too-big', { usualPhase: 'reading-header' });
export const otherProtocol: Rule = upstream('other-protocol', { usualPhase: 'reading-header' });
export const notHttp: Rule = upstream('other-protocol', { usualPhase: 'reading-header', status: null });
export const notProxyProtocol: Rule = gateway('other-protocol', { phase: 'accepting', status: null });

// TLS
export const tlsFailed: Rule = (matched) =>
  failure(tlsIn(matched), 'socket', matched, { usualPhase: 'handshaking' });
export const tlsReadFailed: Rule = (matched) => failure(tlsIn(matched), 'socket', matched);
export const tlsWriteFailed: Rule = (matched) => {
  const verdict = tlsIn(matched);
  const symptom = verdict === 'certificate-refused' ? verdict : 'EPIPE';
  return failure(symptom, 'socket', matched, { usualPhase: 'sending', certainty: 'likely' });
};
export const untrusted: Rule = upstream('certificate-untrusted', { usualPhase: 'handshaking' });
export const handshakeFailed: Rule = socket('handshake-failed', { usualPhase: 'handshaking' });

// Configuration
export const cannotBuild: Rule = upstream('misconfigured', { phase: 'preparing', status: 500 });
export const cannotPrepare: Rule = socket('misconfigured', { usualPhase: 'preparing', status: 500 });
export const unbuilt: Rule = upstream('unexplained', { phase: 'preparing', status: 500 });
export const skippedSetting: Rule = upstream('misconfigured', { phase: 'preparing', status: null });
export const badStart: Rule = gateway('misconfigured', { phase: 'starting' });
export const noSocketAtStart: Rule = (matched) =>
  isExhaustion(errnoIn(matched))
    ? failure(errnoIn(matched), 'gateway', matched, { phase: 'starting' })
    : badStart(matched);
export const unknownAtStart: Rule = gateway('name-not-found', { phase: 'starting' });

// The gateway's own limits
export const connectionsFull: Rule = gateway('connections-full', { usualPhase: 'accepting', status: 500 });
export const filesFull: Rule = gateway('EMFILE', { usualPhase: 'accepting', status: 500 });
export const memoryFull: Rule = gateway('ENOMEM', { status: 500 });
export const crashed: Rule = gateway('crashed', { status: null });
export const storageFailed: Rule = (matched) => {
  const errno = errnoIn(matched);
  return isExhaustion(errno)
    ? failure(errno, 'storage', matched, { status: 500 })
    : failure(errno, 'storage', matched, { phase: 'storing', status: 500 });
};
export const storageBroken: Rule = gateway('EOTHER', { phase: 'storing', status: null });

// No failures
export const informational: () => Meaning = remark('informational');
export const ejection: () => Meaning = remark('ejection');
export const derived: () => Meaning = remark('derived');
export const rateLimited: () => Meaning = remark('rate-limited');
export const clientAbort: () => Meaning = remark('client-abort');
export const clientTimeout: () => Meaning = remark('client-timeout');
export const reload: () => Meaning = change('reload', 'nginx reload');
export const stop: () => Meaning = change('stop', 'nginx told to stop');
export const upgrade: () => Meaning = change('restart', 'nginx binary upgrade');
export const newWorker: () => Meaning = change('restart', 'new nginx worker');
export const workerExit: () => Meaning = change('restart', 'nginx worker exits');
export const reopen: () => Meaning = change('config', 'nginx reopens its logs');
export const signalled: () => Meaning = change('config', 'nginx got a signal');

type More = Partial<Pick<FailureMeaning, 'phase' | 'usualPhase' | 'status' | 'certainty'>>;

function failure(
  seen: Symptom | ErrnoName,
  of: FailureMeaning['of'],
  matched: Matched,
  more: More = {},
): Meaning {
  const symptom = seen === 'no-such-name' ? 'EOTHER' : seen;
  return { says: 'failure', symptom, of, ...more, ...slotsIn(matched) };
}

function upstream(symptom: Symptom, more?: More): Rule {
  return (matched) => failure(symptom, 'upstream', matched, more);
}

function socket(symptom: Symptom, more?: More): Rule {
  return (matched) => failure(symptom, 'socket', matched, more);
}

function gateway(symptom: Symptom, more?: More): Rule {
  return (matched) => failure(symptom, 'gateway', matched, more);
}

function resolving(symptom: Symptom): Rule {
  return upstream(symptom, { phase: 'resolving' });
}

function remark(kind: RemarkKind): () => Meaning {
  return () => ({ says: 'remark', kind });
}

function change(kind: Change['kind'], words: string): () => Meaning {
  return () => ({ says: 'change', kind, words });
}

function slot(called: keyof Slots, [token]: Matched): Slots {
  return isToken(token) ? { [called]: token.index } : {};
}

function slotsIn(matched: Matched): Slots {
  return Object.assign({}, ...matched.filter((part) => isSlots(part)));
}

function errnoIn(matched: Matched): ErrnoName {
  // Only the lexer makes keys of this type, and it takes their values from this list.
  return valueIn(matched, 'errno', 'EOTHER') as ErrnoName;
}

function tlsIn(matched: Matched): Symptom {
  // As above: the lexer fills these keys with TLS verdicts.
  return valueIn(matched, 'tls', 'handshake-failed') as Symptom;
}

function valueIn(matched: Matched, type: string, otherwise: string): string {
  return matched.filter(isToken).find((token) => token.type === type)?.value ?? otherwise;
}

const isExhaustion = (errno: ErrnoName): boolean => exhaustion.has(errno);
const exhaustion: ReadonlySet<ErrnoName> = new Set<ErrnoName>(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS']);

const isSlots = (part: unknown): part is Slots =>
  typeof part === 'object' && part !== null && ('address' in part || 'name' in part);
const isToken = (part: unknown): part is KeyToken =>
  typeof part === 'object' && part !== null && 'type' in part && 'index' in part;
