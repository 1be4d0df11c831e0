import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** The upstream did not accept the certificate of the gateway. */
export const tlsClientCert = defineCause({
  id: 'tls-client-cert',
  class: 'tls',
  title: 'Upstream rejects our certificate',
  meaning:
    'The upstream requires a client certificate, and the gateway sent none or one that it rejects. The certificate of the upstream is not the problem; the identity of the gateway is.',
  explains: ({ symptom }) => symptom === 'certificate-refused',
  emptiesGroup: true,
  fixes: {
    nginx: (upstream) => [
      {
        text: 'See which certificate nginx sends, and when it expires',
        command: 'openssl x509 -in /etc/nginx/client.pem -noout -subject -issuer -dates',
      },
      {
        text: 'Check whether the upstream accepts it',
        command: `openssl s_client -connect '${formatAuthority(upstream)}' -cert /etc/nginx/client.pem -key /etc/nginx/client.key </dev/null`,
      },
      {
        text: 'If nginx sends none, configure one',
        command:
          'proxy_ssl_certificate /etc/nginx/client.pem; proxy_ssl_certificate_key /etc/nginx/client.key;',
      },
      { text: 'Unknown authority (alert 48): add its issuer to the trust store of the upstream' },
      { text: 'If it was renewed on disk, reload nginx', command: 'nginx -t && nginx -s reload' },
    ],
    envoy: () => [
      {
        text: 'See which certificate this proxy presents, and when it expires',
        command: 'istioctl proxy-config secret POD.NS',
      },
      {
        text: 'Check whether both sides are in the mesh, and what each requires',
        command: 'kubectl get peerauthentication,destinationrule -A',
      },
      {
        text: 'If the mesh identity is required, send it',
        command: 'trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}',
      },
      {
        text: 'If another certificate is required, send that one',
        command: 'trafficPolicy: {tls: {mode: MUTUAL, credentialName: client-credential}}',
      },
      {
        text: 'After a root rotation, check that both sides trust the new root',
        command: 'istioctl proxy-config rootca-compare POD1.NS POD2.NS',
      },
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
