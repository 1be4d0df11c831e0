import {
  findListener,
  findNamespace,
  findPod,
  isIstio,
  nameProxy,
  reloadGateway,
} from '../advice/commands.js';
import { act, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The network reports that the machine is not there. */
export const hostUnreachable = defineCause({
  id: 'host-unreachable',
  class: 'network',
  title: 'Upstream host cannot be reached',
  meaning:
    'The network of the address can be reached, but no machine answers there, or a firewall rejects it by ICMP; if the connection was already open, the machine has vanished. It is not a fault of the application: packets do not get through to it.',
  explains: ({ symptom, phase }) =>
    ((symptom === 'EHOSTUNREACH' || symptom === 'EHOSTDOWN') && phase !== 'resolving') ||
    (symptom === 'ETIMEDOUT' && isEstablished(phase)),
  emptiesGroup: true,
  isOutage: true,
  looksCrashed: true,
  address: 'silent',
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See whether the address is still in use: a pod or container may have moved',
        facts.surroundings.place === 'kubernetes' || facts.surroundings.place === 'docker'
          ? findListener(facts)
          : `ip neigh show ${facts.host}; ping -c1 -W2 ${facts.host}`,
      ),
      look('gateway', 'See which route packets to it take', `ip route get ${facts.host}`),
      facts.surroundings.gateway !== 'ingress-nginx' &&
        act('gateway', 'If it moved: reload, so that nginx resolves the name again', reloadGateway(facts)),
      facts.surroundings.place !== 'kubernetes' &&
        look(
          'upstream',
          'See whether its firewall rejects the port',
          'nft list ruleset | grep -iE "drop|reject"',
        ),
    ],
    envoy: (facts) => [
      look('cluster', 'See whether a pod still has this address', findPod(facts)),
      look('cluster', 'See whether its node is gone', 'kubectl get nodes'),
      isIstio(facts) &&
        look(
          'cluster',
          'Compare with the endpoints of this proxy: a stale one is of the control plane',
          `istioctl proxy-config endpoint ${nameProxy(facts)} | grep -F '${facts.host}'`,
        ),
      look(
        'cluster',
        'Read the network policies of its namespace',
        `kubectl get networkpolicy -n ${findNamespace(facts)}`,
      ),
    ],
  },
  avoid: [
    'Do not restart the application: the packets never reach it.',
    'Do not raise timeouts: the network has already reported the failure.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 04:00:02 [error] 67#67: *511 connect() failed (113: No route to host) while connecting to upstream, client: 198.51.100.9, server: app.example, request: "GET /login HTTP/1.1", upstream: "http://192.0.2.55:3000/login", host: "app.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 04:17:33 [error] 67#67: *530 recv() failed (110: Connection timed out) while reading response header from upstream, client: 198.51.100.9, server: app.example, request: "GET /export HTTP/1.1", upstream: "http://192.0.2.55:3000/export", host: "app.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T04:00:02.640Z] "GET /login HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_No_route_to_host} - "delayed_connect_error:_No_route_to_host" 0 165 3062 - "-" "Mozilla/5.0" "1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809" "app.example" "192.0.2.55:3000" outbound|3000||web.front.svc.cluster.local - 198.51.100.21:3000 192.0.2.93:38820 - default',
    },
  ],
});
/** True in the phases that begin once the connection to the upstream is open. Before, ETIMEDOUT is a connect timeout. */
const isEstablished = (phase) =>
  phase === 'sending' || phase === 'reading-header' || phase === 'reading-body' || phase === 'tunnelling';
