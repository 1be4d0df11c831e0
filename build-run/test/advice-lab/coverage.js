import { unknownFixFacts } from '../../src/diagnose/advice/fix-facts.js';
import { listProductSteps } from '../../src/diagnose/advice/gateway-advice.js';
import { causeCatalogue } from '../../src/diagnose/causes/index.js';
/** Every change for a gateway, over all facts that choose steps; by default for nginx on a host or in a container. */
export function listSaidChanges(product = 'nginx', gateway = 'nginx') {
  const facts = listFacts(gateway);
  const changes = causeCatalogue.flatMap((cause) =>
    facts.flatMap((some) =>
      listProductSteps(cause, product, some)
        .filter(({ kind }) => kind === 'change')
        .map((step) => ({ cause: cause.id, step })),
    ),
  );
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}
/** Changes that no fault here can show, with the reason. */
export const unshown = [
  { said: /semanage/, reason: 'SELinux: Debian has no policy of it' },
  { said: /RuntimeDirectory/, reason: 'systemd makes the folder: nothing here runs under it' },
  { said: /Share the directory of the socket/, reason: 'Docker' },
  { said: /Use the fully qualified name/, reason: 'the DNS of a cluster' },
  { said: /add the issuer of our certificate/, reason: 'the trust store is a setting of each app' },
  { said: /Give running requests the time/, reason: 'nginx never has this cause: only Envoy logs it' },
  { said: /heartbeats/, reason: 'nginx never has this cause, and the text leaves the code to the app' },
  {
    said: /Raise it for the streaming route/,
    reason: 'nginx never has this cause: its streams end as read-timeout',
  },
  {
    said: /If they have capacity, raise a lower limit/,
    reason: 'nginx never has this cause: a full group is no-live-upstreams',
  },
  { said: /uvicorn/, reason: 'the same settings as those of gunicorn, by other names' },
  { said: /gunicorn --keep-alive/, reason: 'a race of milliseconds in its threads: Node shows the same' },
  {
    said: /persistent_timeout|worker_timeout|puma|workers 4; threads|backlog=4096/,
    reason: 'Puma: no Ruby here',
  },
  { said: /passenger_/, reason: 'Passenger: no Ruby here' },
  { said: /tomcat/, reason: 'Tomcat: no Java here' },
];
function listFacts(gateway) {
  const places = [null, 'host', 'docker', 'kubernetes'];
  const schemes = [null, 'http', 'https', 'grpc', 'fastcgi', 'uwsgi'];
  const runtimes = [null, 'php-fpm', 'uwsgi', 'gunicorn', 'uvicorn', 'node', 'puma', 'passenger', 'tomcat'];
  const reasons = ['expired', 'self-signed', 'unknown-issuer', 'wrong-name'];
  const records = [
    {},
    { mayHaveBody: true },
    ...[40, 45, 48, 70].map((tlsAlert) => ({ tlsAlert })),
    ...[1, 13, 22, 28].map((errno) => ({ errno })),
    ...reasons.map((verifyReason) => ({ verifyReason })),
  ];
  const targets = [
    {},
    { host: '192.0.2.7', port: '8080' },
    { host: '::1', port: '8080' },
    { host: '2001:db8::7', port: '8080' },
    { socket: '/tmp/app.sock' },
  ];
  const build = (chosen, more, target) => ({
    ...unknownFixFacts,
    ...target,
    surroundings: { ...unknownFixFacts.surroundings, gateway, ...chosen },
    record: { ...unknownFixFacts.record, ...more },
  });
  return [
    ...places.flatMap((place) =>
      schemes.flatMap((scheme) => runtimes.map((runtime) => build({ place, scheme, runtime }, {}, {}))),
    ),
    ...schemes.flatMap((scheme) =>
      runtimes.flatMap((runtime) => targets.map((target) => build({ scheme, runtime }, {}, target))),
    ),
    ...schemes.flatMap((scheme) =>
      records.flatMap((more) => targets.map((target) => build({ scheme }, more, target))),
    ),
  ];
}
