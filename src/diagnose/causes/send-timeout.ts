import { defineCause } from '../cause.js';

/** The upstream stopped reading while the gateway was sending the request. */
export const sendTimeout = defineCause({
  id: 'send-timeout',
  class: 'timeout',
  title: 'Upstream stopped reading the request',
  meaning:
    'The upstream accepted the connection, but then did not read the request within the send timeout of the gateway. Most often a worker is blocked or the path drops large packets; it is not a slow response.',
  explains: ({ symptom, phase }) => symptom === 'timed-out' && phase === 'sending',
  emptiesGroup: true,
  endedBy: 'gateway-timer',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'See on the upstream whether a worker hangs before it reads the body',
        command: 'journalctl -u UNIT -n 100 --no-pager',
      },
      {
        text: 'Check whether bytes wait in the send queue, and whether they are retransmitted',
        command: `ss -tino '( dport = :${upstream.port} )'`,
      },
      { text: 'Check whether large packets get through', command: `ping -c3 -M do -s 1472 ${upstream.host}` },
      {
        text: 'Reject bodies here that the application would reject',
        command: 'client_max_body_size 20m;',
      },
      {
        text: 'If the upstream stores uploads on a slow disk, raise the timeout on that route only',
        command: 'location /upload { proxy_send_timeout 180s; }',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'See in the log of the app whether it hangs before it reads the body',
        command: 'kubectl logs POD -n NS --since=10m | tail -100',
      },
      {
        text: 'Check whether bytes wait in the send queue',
        command: `kubectl exec POD -n NS -c istio-proxy -- ss -tino '( dport = :${upstream.port} )'`,
      },
      {
        text: 'Check whether flow control pauses the stream',
        command: `curl -s 'localhost:9901/stats?filter=${upstream.name}.*flow_control_paused'`,
      },
    ],
  },
  avoid: ['Do not raise the read timeout: the gateway is still writing, and not yet waiting for a response.'],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 06:20:41 [error] 2411#2411: *9801 upstream timed out (110: Connection timed out) while sending request to upstream, client: 203.0.113.95, server: files.example, request: "PUT /upload/holiday.mov HTTP/1.1", upstream: "http://192.0.2.30:8000/upload/holiday.mov", host: "files.example"',
    },
  ],
});
