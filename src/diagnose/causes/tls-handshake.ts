import { defineCause } from '../cause.js';
import { findServerName, formatAuthority } from '../fix-target.js';

/** TCP connected, but the two sides could not agree on TLS. */
export const tlsHandshake = defineCause({
  id: 'tls-handshake',
  class: 'tls',
  title: 'TLS handshake with upstream failed',
  meaning:
    'TCP connected, but the two sides could not agree on TLS: most often the upstream needs the host name (SNI), or they have no version or cipher in common. It is not about trust in a certificate, which is a cause of its own.',
  explains: ({ symptom, phase }) =>
    symptom === 'handshake-failed' || (symptom === 'closed' && phase === 'handshaking'),
  emptiesGroup: true,
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Try the handshake with a host name, then without: the difference is SNI',
        command: `openssl s_client -connect '${formatAuthority(upstream)}' -servername ${findServerName(upstream)} </dev/null | head -20`,
      },
      {
        text: 'Send the host name: nginx does not by default',
        command: `proxy_ssl_server_name on; proxy_ssl_name ${findServerName(upstream)};`,
      },
      {
        text: 'Alert 70 or unsupported protocol: allow the version that the upstream requires',
        command: 'proxy_ssl_protocols TLSv1.2 TLSv1.3;',
      },
      {
        text: 'On a close without an alert, check whether the port speaks TLS at all, or is overloaded',
        command: `curl -skv --max-time 5 -o /dev/null 'https://${formatAuthority(upstream)}/'`,
      },
      { text: 'Old keys or renegotiation refused: fix the server before you relax nginx' },
    ],
    envoy: (upstream) => [
      {
        text: 'Try the handshake with a host name, then without: the difference is SNI',
        command: `openssl s_client -connect '${formatAuthority(upstream)}' -servername ${findServerName(upstream)} -alpn h2,http/1.1 </dev/null`,
      },
      { text: 'Send the host name', command: `sni: ${findServerName(upstream)}` },
      {
        text: 'In Istio, set it where the traffic leaves the mesh',
        command: `trafficPolicy: {tls: {mode: SIMPLE, sni: ${findServerName(upstream)}}}`,
      },
      {
        text: 'No common version: set a range that both sides support',
        command: 'tls_params: {tls_minimum_protocol_version: TLSv1_2, tls_maximum_protocol_version: TLSv1_3}',
      },
      {
        text: 'See what the mesh requires of both sides',
        command: 'kubectl get peerauthentication,destinationrule -A',
      },
    ],
  },
  avoid: [
    'Do not disable verification: the handshake fails before the certificate is checked.',
    'Do not change the ssl directives of the server block: they are for clients, while those for upstreams begin with proxy_ssl.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 08:01:30 [error] 2411#2411: *10500 SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream, client: 203.0.113.140, server: shop.example, request: "GET /media/1.png HTTP/1.1", upstream: "https://198.51.100.60:443/media/1.png", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 08:01:44 [error] 2411#2411: *10508 peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking to upstream, client: 203.0.113.141, server: shop.example, request: "GET /media/2.png HTTP/1.1", upstream: "https://198.51.100.60:443/media/2.png", host: "shop.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T08:01:30.990Z] "GET /media/1.png HTTP/2" 503 UF upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268436496:SSL_routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE:TLS_error_end} - "TLS_error:|268436496:SSL_routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE:TLS_error_end" 0 220 9 - "-" "Mozilla/5.0" "f9011223-3445-4556-b081-92a3b4c5d6e7" "shop.example" "198.51.100.60:443" outbound|443||media.example - 198.51.100.3:443 192.0.2.91:54000 - default',
    },
  ],
});
