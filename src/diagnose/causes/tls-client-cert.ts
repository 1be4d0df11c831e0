import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** They looked at our certificate, and did not accept it. */
export const tlsClientCert = defineCause({
  id: 'tls-client-cert',
  class: 'tls',
  title: 'Upstream rejects our certificate',
  meaning:
    'The upstream wants a client certificate, and the gateway sent none or one that it rejects. Its own certificate is not the matter; who we are is.',
  explains: ({ symptom }) => symptom === 'certificate-refused',
  emptiesGroup: true,
  fixes: {
    nginx: (upstream) => [
      {
        text: 'See which certificate nginx sends, and until when it is valid',
        command: 'openssl x509 -in /etc/nginx/client.pem -noout -subject -issuer -dates',
      },
      {
        text: 'See whether the upstream takes it',
        command: `openssl s_client -connect '${formatAuthority(upstream)}' -cert /etc/nginx/client.pem -key /etc/nginx/client.key </dev/null`,
      },
      {
        text: 'If nginx sends none, give it one',
        command:
          'proxy_ssl_certificate /etc/nginx/client.pem; proxy_ssl_certificate_key /etc/nginx/client.key;',
      },
      { text: 'Unknown authority (alert 48): have its issuer added to the trust store of the upstream' },
      { text: 'If it was renewed on disk, load it', command: 'nginx -t && nginx -s reload' },
    ],
    envoy: () => [
      {
        text: 'See which certificate this proxy presents, and until when it is valid',
        command: 'istioctl proxy-config secret POD.NS',
      },
      {
        text: 'See whether both sides are in the mesh, and what each asks for',
        command: 'kubectl get peerauthentication,destinationrule -A',
      },
      {
        text: 'If the mesh identity is asked for, send it',
        command: 'trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}',
      },
      {
        text: 'If another one is asked for, send that',
        command: 'trafficPolicy: {tls: {mode: MUTUAL, credentialName: client-credential}}',
      },
      {
        text: 'After a root rotation, see that both sides trust the new root',
        command: 'istioctl proxy-config rootca-compare POD1.NS POD2.NS',
      },
    ],
  },
  avoid: [
    'Do not make the upstream accept anonymous clients, nor the mesh permissive for all: that opens the service to everybody.',
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
