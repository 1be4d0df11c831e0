import { defineCause } from '../cause.js';
import { findServerName, formatAuthority } from '../fix-target.js';

/** The gateway did not accept the certificate of the upstream. */
export const tlsVerify = defineCause({
  id: 'tls-verify',
  class: 'tls',
  title: 'Upstream certificate is not trusted',
  meaning:
    'The gateway rejected the certificate of the upstream: expired, issued by an unknown authority, or for another name. The check works as it should; the certificate, the trusted authority or the expected name is wrong.',
  explains: ({ symptom }) => symptom === 'certificate-untrusted',
  emptiesGroup: true,
  isShared: true,
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Read the dates, issuer and names of the certificate',
        command: `openssl s_client -connect '${formatAuthority(upstream)}' -servername ${findServerName(upstream)} </dev/null | openssl x509 -noout -text`,
      },
      {
        text: 'If it has expired, renew it there and send the whole chain',
        command: `openssl s_client -connect '${formatAuthority(upstream)}' -showcerts </dev/null | grep -E 's:|i:'`,
      },
      {
        text: 'If the name does not match: by default nginx expects the name of the group',
        command: `proxy_ssl_name ${findServerName(upstream)};`,
      },
      {
        text: 'If the issuer is unknown, trust the authority that issued it',
        command: 'proxy_ssl_trusted_certificate /etc/nginx/internal-ca.pem; proxy_ssl_verify_depth 2;',
      },
      { text: 'If it is not valid yet, look at the clocks', command: 'timedatectl' },
    ],
    envoy: (upstream) => [
      {
        text: 'Read the dates, issuer and names of the certificate',
        command: `openssl s_client -connect '${formatAuthority(upstream)}' -servername ${findServerName(upstream)} </dev/null | openssl x509 -noout -text`,
      },
      {
        text: 'See what this proxy trusts and what it presents',
        command: 'istioctl proxy-config secret POD.NS',
      },
      {
        text: 'If the name does not match, expect the name in the certificate',
        command: `trafficPolicy: {tls: {mode: SIMPLE, sni: ${findServerName(upstream)}, subjectAltNames: [${findServerName(upstream)}]}}`,
      },
      {
        text: 'If the issuer is unknown, trust the authority that issued it',
        command: 'validation_context: {trusted_ca: {filename: /etc/ssl/certs/internal-ca.pem}}',
      },
      {
        text: 'See when the certificates in Envoy expire',
        command: 'curl -s localhost:9901/certs | grep days_until_expiration',
      },
    ],
  },
  avoid: [
    'Do not disable verification: whoever answers at that address then gets the traffic, and nobody notices the next expiry.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 08:20:09 [error] 2411#2411: *10640 upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream, client: 203.0.113.150, server: pay.example, request: "POST /charge HTTP/1.1", upstream: "https://198.51.100.61:443/charge", host: "pay.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 08:20:31 [error] 2411#2411: *10644 upstream SSL certificate does not match "pay_backend" while SSL handshaking to upstream, client: 203.0.113.150, server: pay.example, request: "POST /charge HTTP/1.1", upstream: "https://198.51.100.61:443/charge", host: "pay.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T08:20:09.404Z] "POST /charge HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end} - "TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end" 0 217 6 - "-" "okhttp/4.12.0" "01122334-4556-4667-8192-a3b4c5d6e7f8" "pay.example" "198.51.100.61:443" outbound|443||psp.example - 198.51.100.3:443 192.0.2.91:54120 - default',
    },
  ],
});
