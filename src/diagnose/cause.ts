import type { Product } from '../parse/decoder.js';
import type { Finding, LogFormatId, Phase } from '../parse/event.js';

/** Every cause, in the order of the reference. Ids never change once released. */
export const causeIds = [
  'connection-refused',
  'socket-missing',
  'no-live-upstreams',
  'connect-timeout',
  'host-unreachable',
  'network-unreachable',
  'connect-failed',
  'dns-not-found',
  'dns-timeout',
  'dns-server-failure',
  'read-timeout',
  'send-timeout',
  'idle-timeout',
  'max-duration',
  'premature-close',
  'connection-reset',
  'stream-reset',
  'malformed-response',
  'header-too-big',
  'protocol-mismatch',
  'tls-handshake',
  'tls-timeout',
  'tls-verify',
  'tls-client-cert',
  'socket-permission',
  'access-denied',
  'bad-upstream-config',
  'no-route',
  'config-push',
  'backlog-full',
  'circuit-open',
  'load-shed',
  'ports-exhausted',
  'address-unavailable',
  'fds-exhausted',
  'worker-connections',
  'gateway-disk',
  'gateway-memory',
  'gateway-overload',
  'gateway-crash',
  'gateway-returned',
  'gateway-filter',
  'gateway-dependency',
  'gateway-draining',
  'fault-injected',
  'upstream-502',
  'upstream-503',
  'upstream-504',
  'unknown',
] as const;
export type CauseId = (typeof causeIds)[number];

export type CauseClass =
  | 'upstream-down'
  | 'network'
  | 'dns'
  | 'timeout'
  | 'bad-response'
  | 'tls'
  | 'config'
  | 'overload'
  | 'gateway-resources'
  | 'gateway-policy'
  | 'passthrough'
  | 'unknown';

/** What a fix may be filled with. Values come from logs, so each is validated before it gets here (see `subject.ts`). */
export type FixTarget = {
  /** Host part of the peer: an IP address or host name; else the word HOST. */
  readonly host: string;
  /** Port of the peer, else the word PORT. */
  readonly port: string;
  /** Path of a unix socket, else the word SOCKET. */
  readonly socket: string;
  /** The upstream's name (nginx group, Envoy cluster, host of an Istio cluster), else the word NAME. */
  readonly name: string;
};

/** One thing to do: a sentence for people, and what can be typed, if anything. */
export type FixStep = {
  /** An imperative sentence without a full stop, at most 90 characters, plain text: `See whether the service runs`. */
  readonly text: string;
  /**
   * A command or configuration line that can be pasted as it is: one line, about 110 characters where nothing is known
   * and words such as HOST stand in it. May hold `<`, `>` and `&`: whoever shows it escapes it.
   */
  readonly command?: string;
};

/** An entry of the catalogue in `causes/`. */
export type Cause = {
  readonly id: CauseId;
  readonly class: CauseClass;
  /** At most 40 characters, sentence case, for headers: `Upstream refuses connections`. */
  readonly title: string;
  /** Two sentences: what it means, and what it does not. */
  readonly meaning: string;
  /** True for the findings that this cause explains. None is explained by two causes; what none explains is `unknown`. */
  readonly explains: (failedCheck: Finding) => boolean;
  /**
   * Three to six steps, most likely first, and a look before a change. The first is the one that is read at three in the
   * morning: it always has something to type, and never hides the fault. A family that cannot have the cause gets the
   * nearest useful steps.
   */
  readonly fixes: Readonly<Record<Product, (target: FixTarget) => readonly FixStep[]>>;
  /** Popular advice that is wrong here, one to three sentences that each say why: `Do not raise timeouts: …`. */
  readonly avoid: readonly string[];
  /** True when this is never the root: something else emptied the group. */
  readonly aftermath?: true;
  /** Records that this cause explains, as the gateway writes them; the walking test reads each and expects this id. */
  readonly samples: readonly { readonly gateway: LogFormatId; readonly record: string }[];
};

/** True in the phases that begin when the connection to the upstream stands. The same errno means something else there. */
export function isEstablished(phase: Phase | null): boolean {
  return (
    phase === 'sending' || phase === 'reading-header' || phase === 'reading-body' || phase === 'tunnelling'
  );
}
