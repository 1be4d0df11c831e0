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
};
export const causeClasses = classes;
