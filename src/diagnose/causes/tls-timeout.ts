import { defineCause } from '../cause.js';
import { findServerName, formatAuthority } from '../fix-target.js';

/** TCP connected, but the TLS handshake hangs. */
export const tlsTimeout = defineCause({
  id: 'tls-timeout',
  class: 'tls',
  title: 'TLS handshake timed out',
  meaning:
    'TCP connected, but the TLS handshake did not finish in time. The port is open, so it is not a firewall rule: the service does not speak TLS there, is overloaded, or large packets are lost on the way.',
  explains: ({ symptom, phase }) =>
    phase === 'handshaking' && (symptom === 'timed-out' || symptom === 'ETIMEDOUT'),
  emptiesGroup: true,
  endedBy: 'gateway-timer',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Try the handshake: silence means that the port expects plain text',
        command: `timeout 5 openssl s_client -connect '${formatAuthority(upstream)}' -servername ${findServerName(upstream)} </dev/null`,
      },
      {
        text: 'If it is a plain port, use http',
        command: `proxy_pass http://${formatAuthority(upstream)};`,
      },
      { text: 'Check whether the TLS terminator is out of CPU', command: 'top -b -n1 | head -15' },
      {
        text: 'Check whether large packets get through: certificates are the first of them',
        command: `ping -c3 -M do -s 1472 ${upstream.host}`,
      },
      {
        text: 'Reduce handshakes: keep connections open, and resume sessions',
        command: `upstream ${upstream.name} { server ${formatAuthority(upstream)}; keepalive 32; }`,
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Try the handshake: silence means that the port expects plain text',
        command: `timeout 5 openssl s_client -connect '${formatAuthority(upstream)}' -servername ${findServerName(upstream)} </dev/null`,
      },
      {
        text: 'Check whether one host hangs or all of them',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep cx_connect_fail`,
      },
      { text: 'Check whether the pod is out of CPU', command: 'kubectl top pod POD -n NS --containers' },
      { text: 'Check whether large packets get through', command: `ping -c3 -M do -s 1472 ${upstream.host}` },
    ],
  },
  avoid: ['Do not open firewall ports: TCP to this port already works.'],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 08:12:00 [error] 2411#2411: *10590 upstream timed out (110: Connection timed out) while SSL handshaking to upstream, client: 203.0.113.142, server: shop.example, request: "GET /media/3.png HTTP/1.1", upstream: "https://198.51.100.60:443/media/3.png", host: "shop.example"',
    },
  ],
});
