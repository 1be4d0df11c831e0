import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** The response header is larger than the gateway accepts. */
export const headerTooBig = defineCause({
  id: 'header-too-big',
  class: 'bad-response',
  title: 'Response header exceeds gateway limit',
  meaning:
    'The response header, with all its cookies, does not fit into the gateway buffer for it. The application works, but it sends more than was planned for, often because a cookie or token grew.',
  explains: ({ symptom }) => symptom === 'header-too-big',
  phrases: ['header too big', 'headers too big', 'too big header', 'header too large', 'too big headers'],
  emptiesGroup: true,
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Measure the header of the response',
        command: `curl -s --max-time 5 -D - -o /dev/null 'http://${formatAuthority(upstream)}/' | wc -c`,
      },
      {
        text: 'See which header grew: cookies, tokens, debug or policy headers',
        command: `curl -s --max-time 5 -D - -o /dev/null 'http://${formatAuthority(upstream)}/' | awk '{print length, $1}' | sort -rn | head`,
      },
      {
        text: 'Enlarge the buffer, and the two settings that depend on it',
        command: 'proxy_buffer_size 16k; proxy_buffers 8 16k; proxy_busy_buffers_size 32k;',
      },
      {
        text: 'For PHP, do the same, and keep warnings out of the response',
        command: 'fastcgi_buffer_size 16k; fastcgi_buffers 8 16k; fastcgi_busy_buffers_size 32k;',
      },
    ],
    envoy: (upstream) => [
      {
        text: 'Measure the header of the response from a pod',
        command: `kubectl debug POD -n NS -it --image=curlimages/curl -- curl -sD - -o /dev/null 'http://${formatAuthority(upstream)}/'`,
      },
      { text: 'Shrink what grew: cookies, tokens, debug headers' },
      {
        text: 'If it has to be that large, raise the limit of this cluster',
        command: 'common_http_protocol_options: {max_response_headers_kb: 96, max_headers_count: 200}',
      },
    ],
  },
  avoid: [
    'Do not raise large_client_header_buffers: it is for requests.',
    'Do not disable buffering: the header still has to fit into the same buffer.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 07:30:00 [error] 2411#2411: *10301 upstream sent too big header while reading response header from upstream, client: 203.0.113.120, server: login.example, request: "GET /callback?code=1 HTTP/2.0", upstream: "http://192.0.2.22:5000/callback?code=1", host: "login.example", referrer: "https://login.example/"',
    },
  ],
});
