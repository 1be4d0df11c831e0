import {
  askEnvoy,
  grepGatewayConfig,
  isIstio,
  nameProxy,
  reloadGateway,
  tryTls,
} from '../advice/commands.js';
import { act, change, look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The upstream did not accept the certificate of the gateway. */
export const tlsClientCert = defineCause({
  id: 'tls-client-cert',
  class: 'tls',
  title: 'Upstream rejects our certificate',
  meaning:
    'The upstream requires a client certificate, and the gateway sent none or one that it rejects. The certificate of the upstream is not the problem; the identity of the gateway is.',
  explainRecord: ({ tlsAlert }) => {
    const reason = tlsAlert === null ? undefined : alertReasons[tlsAlert];
    return reason === undefined
      ? null
      : `The upstream requires a client certificate, and ${reason} (alert ${tlsAlert}).`;
  },
  explains: ({ symptom }) => symptom === 'certificate-refused',
  emptiesGroup: true,
  fixes: {
    nginx: (facts) => [
      look('gateway', 'See which certificate nginx sends', grepGatewayConfig(facts, 'ssl_certificate')),
      look(
        'gateway',
        'See which authorities the upstream accepts',
        tryTls(facts, '', " | sed -n '/Acceptable client/,/---/p'"),
      ),
      facts.record.tlsAlert === 48 &&
        change('upstream', 'Alert 48: add the issuer of our certificate to the trust store of the upstream'),
      facts.record.tlsAlert === 45 &&
        act('gateway', 'Alert 45: our certificate has expired: renew it, and reload', reloadGateway(facts)),
      changeDirectives(facts, 'If nginx sends none, configure one', {
        ssl_certificate: '/PATH/TO/CLIENT.pem',
        ssl_certificate_key: '/PATH/TO/CLIENT.key',
      }),
    ],
    envoy: (facts) => [
      isIstio(facts)
        ? look(
            'cluster',
            'See which certificate this proxy presents, and when it expires',
            `istioctl proxy-config secret ${nameProxy(facts)}`,
          )
        : look(
            'gateway',
            'See which certificates Envoy has, and when they expire',
            askEnvoy(facts, 'certs', 'subject|expiration'),
          ),
      isIstio(facts) &&
        look(
          'cluster',
          'See whether both sides are in the mesh, and what each requires',
          'kubectl get peerauthentication,destinationrule -A',
        ),
      isIstio(facts) &&
        change(
          'cluster',
          'If the identity of the mesh is required, send it',
          'DestinationRule trafficPolicy: tls: {mode: ISTIO_MUTUAL}',
          { undo: 'Remove it.' },
        ),
      look(
        'gateway',
        'See which authorities the upstream accepts',
        tryTls(facts, '', " | sed -n '/Acceptable client/,/---/p'"),
      ),
    ],
  },
  avoid: [
    'Do not let the upstream accept anonymous clients or make the mesh permissive: that opens the service to everybody.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 08:33:12 [error] 2411#2411: *10733 SSL_read() failed (SSL: error:0A00045C:SSL routines::tlsv13 alert certificate required:SSL alert number 116) while reading response header from upstream, client: 203.0.113.160, server: bank.example, request: "GET /balance HTTP/1.1", upstream: "https://198.51.100.62:8443/balance", host: "bank.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T08:33:12.118Z] "GET /balance HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268436504:SSL_routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA:TLS_error_end} - "TLS_error:|268436504:SSL_routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA:TLS_error_end" 0 213 8 - "-" "curl/8.9.1" "12233445-5667-4778-92a3-b4c5d6e7f809" "bank.example" "198.51.100.62:8443" outbound|8443||core.bank.example - 198.51.100.3:8443 192.0.2.91:54222 - default',
    },
  ],
});
/** RFC 8446, section 6. */
const alertReasons = {
  42: 'cannot read the one it got',
  43: 'does not take this kind',
  44: 'the one it got is revoked',
  45: 'the one it got has expired',
  46: 'does not accept the one it got',
  48: 'does not know who issued the one it got',
  116: 'the gateway sent none',
};
