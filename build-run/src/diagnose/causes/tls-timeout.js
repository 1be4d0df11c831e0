import { findNamespace, probeFromGateway, readEnvoyHosts, tryTls } from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { changeScheme } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** TCP connected, but the TLS handshake hangs. */
export const tlsTimeout = defineCause({
  id: 'tls-timeout',
  class: 'tls',
  title: 'TLS handshake timed out',
  meaning:
    'TCP connected, but the TLS handshake did not finish in time. The port is open: the service does not speak TLS there, is overloaded, or packets are lost or filtered on the way.',
  explains: ({ symptom, phase }) =>
    phase === 'handshaking' && (symptom === 'timed-out' || symptom === 'ETIMEDOUT'),
  emptiesGroup: true,
  endedBy: 'gateway-timer',
  fixes: {
    nginx: (facts) => [
      look('gateway', 'Try the handshake: silence means that the port expects plain text', tryTls(facts)),
      look('upstream', 'See whether what ends TLS there is out of CPU', 'top -b -n1 | head -15'),
      look(
        'gateway',
        'See whether large packets get through: certificates are the first of them',
        probeFromGateway(facts, `ping -c3 -s 1472 ${facts.host}`),
      ),
      facts.surroundings.scheme === 'https' && changeScheme(facts, 'If it is a plain port', 'https', 'http'),
    ],
    envoy: (facts) => [
      look('gateway', 'Try the handshake: silence means that the port expects plain text', tryTls(facts)),
      look('gateway', 'See whether one host hangs or all of them', readEnvoyHosts(facts, 'cx_connect_fail')),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'See whether its pods are out of CPU',
          `kubectl top pods -n ${findNamespace(facts)} --containers`,
        ),
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
