/** What holds for every cause of a class. Adding a class takes one entry here. */
const classes = {
  'upstream-down': { origin: 'upstream', kindOfFault: 'unreachable', canHitOnePeer: true },
  network: {
    origin: 'between',
    kindOfFault: 'unreachable',
    canHitOnePeer: true,
    phrases: ['network', 'networking', 'firewall'],
  },
  dns: {
    origin: 'between',
    kindOfFault: 'unreachable',
    sharedResource: 'resolver',
    phrases: ['dns', 'resolver', 'name resolution'],
  },
  timeout: {
    origin: 'upstream',
    kindOfFault: 'unreachable',
    canHitOnePeer: true,
    phrases: ['timeout', 'timeouts', 'timed out', 'time out', 'slow', 'slower', 'slowest'],
  },
  'bad-response': { origin: 'upstream', canHitOnePeer: true, phrases: ['bad response', 'bad responses'] },
  tls: {
    origin: 'between',
    kindOfFault: 'tls',
    canHitOnePeer: true,
    sharedResource: 'certificates',
    phrases: ['tls', 'ssl', 'certificate', 'certificates', 'cert', 'certs', 'handshake'],
  },
  config: {
    origin: 'gateway',
    phrases: ['config', 'configuration', 'misconfigured', 'misconfiguration'],
  },
  overload: {
    origin: 'gateway',
    kindOfFault: 'unreachable',
    canHitOnePeer: true,
    phrases: ['overload', 'overloaded', 'circuit breaker', 'circuit breakers'],
  },
  'gateway-resources': { origin: 'gateway', kindOfFault: 'gateway', sharedResource: 'gateway' },
  'gateway-policy': { origin: 'gateway' },
  passthrough: {
    origin: 'upstream',
    kindOfFault: 'unreachable',
    canHitOnePeer: true,
    phrases: ['passed through', 'passthrough'],
  },
  application: { origin: 'upstream', canHitOnePeer: true },
  unknown: { origin: 'unknown' },
} satisfies Readonly<Record<string, CauseClassTraits>>;

export type CauseClass = keyof typeof classes;

export const causeClasses: Readonly<Record<CauseClass, CauseClassTraits>> = classes;

/** What the causes of a class have in common. An optional trait that is absent does not apply. */
export type CauseClassTraits = {
  /** Whose side has to fix it. */
  readonly origin: FaultOrigin;
  /**
   * Different causes of one kind that begin at the same moment are one fault. `unreachable`: something was not reached
   * or did not answer, which looks different depending on where it broke.
   */
  readonly kindOfFault?: KindOfFault;
  /** True when a single server of a group can cause it. The gateway's own faults hit all servers alike. */
  readonly canHitOnePeer?: true;
  /** What several upstreams that fail like this share: the first place to look. */
  readonly sharedResource?: SharedResource;
  /** Words of questions that ask for all causes of the class, in lower case and without articles. */
  readonly phrases?: readonly string[];
};

export type FaultOrigin = 'gateway' | 'upstream' | 'between' | 'unknown';
export type KindOfFault = 'unreachable' | 'tls' | 'gateway';
export type SharedResource = 'resolver' | 'certificates' | 'gateway';
