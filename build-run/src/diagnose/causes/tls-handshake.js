import { isIstio, readUpstreamLog, tryTls } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
import { findServerName } from '../fix-target.js';
/** TCP connected, but the two sides could not agree on TLS. */
export const tlsHandshake = defineCause({
  id: 'tls-handshake',
  class: 'tls',
  title: 'TLS handshake with upstream failed',
  meaning:
    'TCP connected, but the two sides could not agree on TLS: the upstream needs the host name (SNI) or a client certificate, or they have no version or cipher in common. A certificate that the gateway does not trust is reported in other words.',
  explainRecord: ({ tlsAlert }) => {
    const reason = tlsAlert === null ? undefined : alertReasons[tlsAlert];
    return reason === undefined
      ? null
      : `TCP connected, but the upstream ended the TLS handshake with alert ${tlsAlert}: ${reason}.`;
  },
  explains: ({ symptom, phase }) =>
    symptom === 'handshake-failed' || (symptom === 'closed' && phase === 'handshaking'),
  emptiesGroup: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Try the handshake with a host name, then without -servername: the difference is SNI',
        tryTls(facts, '', ' | head -20'),
      ),
      facts.record.tlsAlert === 40 &&
        look(
          'upstream',
          'Alert 40 also means that it wants a client certificate: see whether it asks for one',
          tryTls(facts, '', " | grep -A3 'Acceptable client'"),
        ),
      facts.record.tlsAlert === 70 &&
        changeDirectives(facts, 'Alert 70: allow the version that the upstream requires', {
          ssl_protocols: 'TLSv1.2 TLSv1.3',
        }),
      facts.record.tlsAlert === 40 &&
        changeDirectives(
          facts,
          'If it asks for a client certificate, send one',
          { ssl_certificate: '/PATH/TO/CLIENT.pem', ssl_certificate_key: '/PATH/TO/CLIENT.key' },
          'The gateway then identifies itself to this upstream.',
        ),
      facts.record.tlsAlert !== 70 &&
        changeDirectives(facts, 'If it needs the host name, send it: nginx does not by default', {
          ssl_server_name: 'on',
          ssl_name: findServerName(facts),
        }),
      look('upstream', 'Read its log: it says why it refused', readUpstreamLog(facts)),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'Try the handshake with a host name, then without -servername: the difference is SNI',
        tryTls(facts, ' -alpn h2,http/1.1', ' | head -20'),
      ),
      changeEnvoySetting(facts, 'Send the host name', 'server-name'),
      isIstio(facts) &&
        look(
          'cluster',
          'See what the mesh requires of both sides',
          'kubectl get peerauthentication,destinationrule -A',
        ),
      facts.record.tlsAlert === 70 &&
        changeEnvoySetting(facts, 'Alert 70: allow the versions that both sides support', 'tls-versions'),
      look('upstream', 'Read its log: it says why it refused', readUpstreamLog(facts)),
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
/** RFC 8446, section 6. Up to TLS 1.2 a missing client certificate is alert 40 as well. */
const alertReasons = {
  40: 'no terms in common, it needs the host name (SNI), or it wants a client certificate',
  70: 'no TLS version in common',
  71: 'the ciphers of the gateway are too weak for it',
  80: 'an internal error of its own',
  112: 'it does not know the host name that was sent (SNI)',
  120: 'no application protocol in common (ALPN)',
};
