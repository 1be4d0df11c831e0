import { askEnvoy, isIstio, nameProxy, tryTls } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { act, look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
import { findServerName } from '../fix-target.js';
/** The gateway did not accept the certificate of the upstream. */
export const tlsVerify = defineCause({
  id: 'tls-verify',
  class: 'tls',
  title: 'Upstream certificate is not trusted',
  meaning:
    'The gateway rejected the certificate of the upstream: expired, issued by an unknown authority, or for another name. The check works as it should; the certificate, the trusted authority or the expected name is wrong.',
  explainRecord: ({ verifyReason }) =>
    verifyReason === null
      ? null
      : `The gateway rejected the certificate of the upstream: ${verifyReasons[verifyReason]}.`,
  explains: ({ symptom }) => symptom === 'certificate-untrusted',
  emptiesGroup: true,
  isShared: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Read the dates, issuer and names of the certificate',
        tryTls(facts, '', ' | openssl x509 -noout -text'),
      ),
      facts.record.verifyReason === 'expired' &&
        act('upstream', 'It has expired: renew it there, and reload what serves it'),
      facts.record.verifyReason === 'not-yet-valid' &&
        look('gateway', 'It is not valid yet: look at the clocks', 'timedatectl'),
      isOf(facts, 'wrong-name') &&
        changeDirectives(facts, 'If the name differs: nginx expects that of the group by default', {
          ssl_name: findServerName(facts),
        }),
      (isOf(facts, 'unknown-issuer') || facts.record.verifyReason === 'self-signed') &&
        changeDirectives(facts, 'If the issuer is unknown, trust the authority that issued it', {
          ssl_trusted_certificate: '/PATH/TO/CA.pem',
        }),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'Read the dates, issuer and names of the certificate',
        tryTls(facts, '', ' | openssl x509 -noout -text'),
      ),
      facts.record.verifyReason === 'expired' &&
        act('upstream', 'It has expired: renew it there, and reload what serves it'),
      isIstio(facts)
        ? look(
            'cluster',
            'See what this proxy trusts and presents',
            `istioctl proxy-config secret ${nameProxy(facts)}`,
          )
        : look(
            'gateway',
            'See when the certificates in Envoy expire',
            askEnvoy(facts, 'certs', 'days_until_expiration'),
          ),
      isOf(facts, 'wrong-name') &&
        changeEnvoySetting(facts, 'If the name differs, expect the one in the certificate', 'expected-name'),
      (isOf(facts, 'unknown-issuer') || facts.record.verifyReason === 'self-signed') &&
        changeEnvoySetting(
          facts,
          'If the issuer is unknown, trust the authority that issued it',
          'trusted-authority',
        ),
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
/** True for this reason, and where no record has one. */
const isOf = ({ record: { verifyReason } }, reason) => verifyReason === null || verifyReason === reason;
const verifyReasons = {
  expired: 'it has expired',
  'not-yet-valid': 'it is not valid yet, or a clock is wrong',
  'self-signed': 'it, or its root, is self-signed and not trusted',
  'unknown-issuer': 'its issuer is not known, or the chain is incomplete',
  'wrong-name': 'it is for another name',
  revoked: 'it has been revoked',
};
