import type { Phase } from '../../parse/event.js';
import { defineCause } from '../cause.js';
import { findServerName, parseKubernetesService } from '../fix-target.js';

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
    nginx: (upstream) => [
      {
        text: 'Check whether the address is still in use: a pod or container may have moved',
        command: `ip neigh show ${upstream.host}; ping -c1 -W2 ${upstream.host}`,
      },
      { text: 'If it moved, make nginx resolve the name again', command: 'nginx -t && nginx -s reload' },
      { text: 'See which route packets to it take', command: `ip route get ${upstream.host}` },
      {
        text: 'On the upstream, check whether firewalld rejects the port',
        command: 'firewall-cmd --list-all',
      },
      {
        text: 'Let nginx follow address changes by itself (1.27.3 or newer, needs a zone)',
        command: `zone app 64k; server ${findServerName(upstream)}:${upstream.port} resolve;`,
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Check whether a pod still has this address',
        command: `kubectl get pods -A -o wide | grep -F '${upstream.host}'`,
      },
      { text: 'Check whether its node is gone', command: 'kubectl get nodes' },
      {
        text: 'Compare with the endpoints of this proxy: a stale one is a control plane problem',
        command: `istioctl proxy-config endpoint POD.NS | grep -F '${upstream.host}'; istioctl proxy-status`,
      },
      {
        text: 'Read the firewall rules and network policies on the path',
        command: `kubectl get networkpolicy -n ${parseKubernetesService(upstream).namespace}`,
      },
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
const isEstablished = (phase: Phase | null): boolean =>
  phase === 'sending' || phase === 'reading-header' || phase === 'reading-body' || phase === 'tunnelling';
