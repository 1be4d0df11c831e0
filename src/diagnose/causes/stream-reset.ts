import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** One HTTP/2 stream was cancelled; its connection stays open. */
export const streamReset = defineCause({
  id: 'stream-reset',
  class: 'bad-response',
  title: 'Upstream cancelled the request stream',
  meaning:
    'The upstream, or a proxy behind it, cancelled this one request with an HTTP/2 reset or GOAWAY while the connection stayed up. The application or its limits decided this; it is not a network fault.',
  explains: ({ symptom }) => symptom === 'stream-reset',
  emptiesGroup: true,
  isOutage: true,
  cutsOff: 'stream',
  endedBy: 'upstream',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Read the log of the application at that second: it cancelled the call',
        command: 'journalctl -u UNIT -n 100 --no-pager',
      },
      {
        text: 'Look up the code: 0 restart, 2 server bug, 7 or 11 overload, 8 cancelled',
        command: "grep -oE 'rejected request with error [0-9]+' /var/log/nginx/error.log | sort | uniq -c",
      },
      { text: 'Codes 7 and 11: raise the concurrent streams of the server, or add capacity' },
      {
        text: 'At restarts, let the server drain with GOAWAY, and let nginx try another one',
        command: 'grpc_next_upstream error timeout invalid_header;',
      },
      {
        text: 'Call the method directly to see what it answers',
        command: `grpcurl -plaintext '${formatAuthority(upstream)}' list`,
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Read the log of the app, or of its own sidecar, at that second',
        command:
          'kubectl logs POD -n NS --since=10m | tail -100; kubectl logs POD -n NS -c istio-proxy --since=10m | tail -20',
      },
      {
        text: 'Check whether streams were refused or reset',
        command: `curl -s localhost:9901/stats | grep -E '${upstream.name}.*(rx_reset|refused|header_overflow)'`,
      },
      {
        text: 'Refused streams: respect the concurrency limit of the server',
        command: 'connectionPool: {http: {http2MaxRequests: 100}}',
      },
      {
        text: 'Retry refused streams: the server never processed them',
        command: 'retries: {attempts: 2, retryOn: refused-stream}',
      },
      {
        text: 'If the response has very large headers, raise the limit of this cluster',
        command: 'common_http_protocol_options: {max_response_headers_kb: 96}',
      },
    ],
  },
  avoid: [
    'Do not treat it as a network reset: the TCP connection stayed up.',
    'Do not retry every reset: only a refused stream is known to be unprocessed.',
  ],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T07:15:00.090Z] "POST /stock.v1.Stock/Reserve HTTP/2" 503 UR upstream_reset_before_response_started{remote_reset} - "-" 44 85 7 - "-" "grpc-java/1.66" "c6d7e8f9-0112-4223-8d5e-6f708192a3b4" "stock.example" "192.0.2.46:50051" outbound|50051||stock.shop.svc.cluster.local 192.0.2.91:42400 198.51.100.3:50051 192.0.2.91:53410 - default',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T07:15:02.311Z] "POST /stock.v1.Stock/Reserve HTTP/2" 503 UR upstream_reset_before_response_started{remote_refused_stream_reset} - "-" 44 100 1 - "-" "grpc-java/1.66" "c7d8e9fa-1213-4323-9d5e-6f708192a3b5" "stock.example" "192.0.2.46:50051" outbound|50051||stock.shop.svc.cluster.local 192.0.2.91:42400 198.51.100.3:50051 192.0.2.91:53410 - default',
    },
  ],
});
