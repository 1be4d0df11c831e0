import { grepGatewayConfig, readUpstreamLog, repeatRequest, speaksHttp } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { change, look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
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
    nginx: (facts) => [
      speaksHttp(facts)
        ? look(
            'gateway',
            'Measure the response header: add the cookies of the failing request',
            repeatRequest(facts, '-D - -o /dev/null'),
          )
        : look(
            'upstream',
            'See in the app which response header grew: cookies, tokens, warnings of PHP',
            readUpstreamLog(facts),
          ),
      look(
        'gateway',
        'See which buffers apply there',
        grepGatewayConfig(facts, '(buffer_size|buffers|busy_buffers_size)'),
      ),
      // With that limit in force already it would change nothing.
      (facts.record.bytesReceived ?? 0) < 64 * 1024 &&
        changeDirectives(
          facts,
          'Enlarge the buffer, and the two settings that depend on it',
          facts.surroundings.gateway === 'ingress-nginx'
            ? { buffer_size: '64k' }
            : { buffer_size: '64k', buffers: '8 16k', busy_buffers_size: '64k' },
          'Each request takes 64k at once instead of 4k, and at most 192k instead of 36k.',
        ),
    ],
    envoy: (facts) => [
      speaksHttp(facts) &&
        look(
          'gateway',
          'Measure the response header: add the cookies of the failing request',
          repeatRequest(facts, '-D - -o /dev/null'),
        ),
      change('upstream', 'Shrink what grew: cookies, tokens, debug headers'),
      changeEnvoySetting(
        facts,
        'If it has to be that large: raise the limit of this cluster (Envoy 1.32 or newer)',
        'response-headers',
      ),
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
