import {
  askEnvoy,
  curlUpstream,
  readUpstreamLog,
  repeatRequest,
  runOnGateway,
  speaksHttp,
} from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The response breaks the protocol. */
export const malformedResponse = defineCause({
  id: 'malformed-response',
  class: 'bad-response',
  title: 'Upstream sent a malformed response',
  meaning:
    'The upstream sent a response that violates HTTP: a bad or duplicate header, a wrong length, a broken chunk or frame. It is up and reachable, and a retry usually gets the same response.',
  explains: ({ symptom, phase }) => symptom === 'malformed' && phase !== 'resolving',
  emptiesGroup: true,
  fixes: {
    nginx: (facts) => [
      speaksHttp(facts)
        ? look('gateway', 'Look at the raw response', repeatRequest(facts, '-v --raw -o /dev/null'))
        : look('upstream', 'Read its log: what does it print before the header', readUpstreamLog(facts)),
      look(
        'upstream',
        'Find where the app sets Content-Length or Transfer-Encoding itself, and its last deploy',
        readUpstreamLog(facts, 50),
      ),
      look(
        'gateway',
        'If it began with an upgrade: nginx 1.23 and newer reject duplicate length headers',
        runOnGateway(facts, 'nginx -v'),
      ),
    ],
    envoy: (facts) => [
      speaksHttp(facts) &&
        look(
          'gateway',
          'Look at the raw response: does every path fail, or only some',
          curlUpstream(facts, '-v --raw'),
        ),
      look(
        'gateway',
        'If every path fails, see whether the cluster speaks HTTP/2 to an HTTP/1 app',
        askEnvoy(facts, 'config_dump', 'http2_protocol_options'),
      ),
      look(
        'upstream',
        'If only some do, look in the app for a duplicate Transfer-Encoding or a body on a 204',
        readUpstreamLog(facts, 50),
      ),
    ],
  },
  avoid: [
    'Do not hide the header with proxy_hide_header: parsing fails before that takes effect.',
    'Do not downgrade the gateway to let it through: such responses enable request smuggling.',
    'Do not retry: the response is the same every time.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 07:22:09 [error] 2411#2411: *10230 upstream sent duplicate header line: "Transfer-Encoding: chunked", previous value: "transfer-encoding: chunked" while reading response header from upstream, client: 203.0.113.110, server: blog.example, request: "GET /feed HTTP/1.1", upstream: "http://192.0.2.21:4000/feed", host: "blog.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 07:22:15 [error] 2411#2411: *10236 upstream sent invalid chunked response while reading upstream, client: 203.0.113.111, server: blog.example, request: "GET /archive HTTP/1.1", upstream: "http://192.0.2.21:4000/archive", host: "blog.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T07:22:09.777Z] "GET /feed HTTP/1.1" 502 UPE upstream_reset_before_response_started{protocol_error} - "-" 0 87 5 - "-" "Feedly/1.0" "d7e8f901-1223-4334-9e6f-708192a3b4c5" "blog.example" "192.0.2.21:4000" outbound|4000||blog.web.svc.cluster.local 192.0.2.91:42490 198.51.100.3:4000 192.0.2.91:53490 - default',
    },
  ],
});
