import { askEnvoy, isIstio, probeFromGateway, tryTls } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { changeScheme } from '../advice/settings.js';
import { defineCause } from '../cause.js';
import { formatAuthority, placeholders } from '../fix-target.js';
/** The two sides speak different protocols. */
export const protocolMismatch = defineCause({
  id: 'protocol-mismatch',
  class: 'bad-response',
  title: 'Upstream speaks another protocol',
  meaning:
    'The port is open, but the service speaks another protocol than the gateway: TLS against plain text, HTTP/2 against HTTP/1, FastCGI against HTTP. It is a matter of configuration, so every request to this address fails.',
  explains: ({ symptom }) => symptom === 'other-protocol',
  emptiesGroup: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See what the port speaks: try plain HTTP',
        probeFromGateway(
          facts,
          `curl -sv --max-time 5 -o /dev/null 'http://${formatAuthority(facts)}/'`,
          'curlimages/curl',
        ),
      ),
      look('gateway', 'Try TLS', tryTls(facts, '', ' 2>&1 | head -5')),
      facts.surroundings.scheme === 'https' && changeScheme(facts, 'If plain HTTP answered', 'https', 'http'),
      facts.surroundings.scheme === 'http' && changeScheme(facts, 'If it speaks TLS', 'http', 'https'),
      facts.surroundings.scheme === 'http' &&
        look(
          'gateway',
          'See whether it speaks HTTP/2 only, as gRPC servers do',
          probeFromGateway(
            facts,
            `curl -sv --max-time 5 --http2-prior-knowledge -o /dev/null 'http://${formatAuthority(facts)}/'`,
            'curlimages/curl',
          ),
        ),
      facts.surroundings.scheme === 'http' &&
        facts.surroundings.gateway !== 'ingress-nginx' &&
        change(
          'gateway',
          'If it is a gRPC server, in the location, replace its proxy_pass',
          `grpc_pass grpc://${facts.name === placeholders.name ? formatAuthority(facts) : facts.name};`,
          {
            sideEffect:
              'proxy directives of the location no longer apply: grpc ones have names of their own.',
            undo: 'Put proxy_pass back, and reload.',
          },
        ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'See what the port speaks: try plain HTTP',
        probeFromGateway(
          facts,
          `curl -sv --max-time 5 -o /dev/null 'http://${formatAuthority(facts)}/'`,
          'curlimages/curl',
        ),
      ),
      look('gateway', 'Try TLS', tryTls(facts, '', ' 2>&1 | head -5')),
      isIstio(facts)
        ? change(
            'cluster',
            'Declare the protocol of the service port',
            `ports: [{name: http, port: ${facts.port}, appProtocol: http}]`,
            { undo: 'Set the former name.' },
          )
        : look(
            'gateway',
            'See the protocol options of the cluster',
            askEnvoy(facts, 'config_dump', 'explicit_http_config|http2_protocol_options'),
          ),
      isIstio(facts) &&
        look(
          'cluster',
          'See which rule requires TLS to it',
          'kubectl get destinationrule,peerauthentication -A',
        ),
    ],
  },
  avoid: [
    'Do not disable certificate verification or change ciphers: one of the two sides does not use TLS at all.',
    'Do not tune buffers because a frame is reported as too large: the number is the text of an HTTP/1 response read as a length.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 07:41:18 [error] 2411#2411: *10377 SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream, client: 203.0.113.130, server: api.example, request: "GET /v2/ping HTTP/1.1", upstream: "https://192.0.2.18:9000/v2/ping", host: "api.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 07:41:40 [error] 2411#2411: *10381 upstream sent too large http2 frame: 4740180 while reading response header from upstream, client: 203.0.113.130, server: rpc.example, request: "POST /stock.v1.Stock/Reserve HTTP/2.0", upstream: "grpc://192.0.2.46:8080", host: "rpc.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T07:41:18.050Z] "GET /v2/ping HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end} - "TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end" 0 212 4 - "-" "curl/8.9.1" "e8f90112-2334-4445-af70-8192a3b4c5d6" "quotes.example" "192.0.2.18:9000" outbound|9000||quotes.pricing.svc.cluster.local - 198.51.100.8:9000 192.0.2.92:44010 - default',
    },
  ],
});
