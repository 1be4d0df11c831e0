/** Defines a request that is proxied to its own upstream group. */
export const defineProxyFault = ({
  name,
  servers,
  scheme = 'http',
  directives = '',
  groupDirectives = '',
  truth,
  ...rest
}) =>
  defineLocationFault({
    ...rest,
    name,
    httpConfig: `upstream ${name} { ${servers.map((server) => `server ${server};`).join(' ')} ${groupDirectives} }`,
    directives: `${directives} ${scheme === 'grpc' ? 'grpc' : 'proxy'}_pass ${scheme}://${name};`,
    truth: truth && { upstream: name, peer: servers.at(-1)?.split(' ')[0] ?? null, ...truth },
  });
/** Defines a request to a location with the given directives. */
export const defineLocationFault = ({
  name,
  directives,
  httpConfig = '',
  serverConfig = '',
  truth,
  secondTruth,
  ...rest
}) => ({
  request: {},
  stage: 0,
  isSingleUse: false,
  isRejected: false,
  ...rest,
  name,
  httpConfig,
  serverConfig: `location = /${name} { ${directives} }\n${serverConfig}`,
  truths: [truth, secondTruth].flatMap((overrides) =>
    overrides
      ? { ...defaultTruth, stageReached: defaultStages[overrides.cause] ?? 'header', ...overrides }
      : [],
  ),
});
const defaultTruth = {
  outcome: 'client-visible',
  madeBy: 'gateway',
  status: 502,
  upstream: null,
  peer: null,
  isNamed: true,
  hasErrorPage: false,
  subrequest: null,
};
const defaultStages = {
  'no-live-upstreams': 'nothing',
  'gateway-returned': 'nothing',
  'dns-not-found': 'nothing',
  'dns-server-failure': 'nothing',
  'dns-timeout': 'nothing',
  'bad-upstream-config': 'nothing',
  'connection-refused': 'address',
  'connect-timeout': 'address',
  'socket-missing': 'address',
  'socket-permission': 'address',
  'backlog-full': 'address',
  'tls-handshake': 'address',
  'tls-timeout': 'address',
  'tls-verify': 'address',
  'connection-reset': 'connection',
  'premature-close': 'connection',
  'read-timeout': 'connection',
  'send-timeout': 'connection',
  'malformed-response': 'answer',
  'header-too-big': 'answer',
  'protocol-mismatch': 'answer',
};
