const nginx = (message, upstream = 'http://192.0.2.17:8080/basket') =>
  `2026/11/22 03:04:05 [error] 24#24: *77 ${message}, client: 203.0.113.24, server: shop.example, request: "GET /basket HTTP/1.1", upstream: "${upstream}", host: "shop.example"`;
const envoy = (status, flags, details) =>
  `[2026-11-22T03:04:05.118Z] "GET /api/orders/81 HTTP/1.1" ${status} ${flags} ${details} - "-" 0 167 3 - "-" "okhttp/4.12.0" "5d0e2b6f-91f8-4a57-8a4e-0c2f7d1b9a10" "orders.shop.example" "192.0.2.40:8080" outbound|8080||orders.shop.svc.cluster.local - 198.51.100.3:8080 192.0.2.91:51234 - default`;
/** Records of failures, each with its cause. */
export const records = [
  ['connection-refused', nginx('connect() failed (111: Connection refused) while connecting to upstream')],
  [
    'read-timeout',
    nginx('upstream timed out (110: Connection timed out) while reading response header from upstream'),
  ],
  [
    'premature-close',
    nginx('upstream prematurely closed connection while reading response header from upstream'),
  ],
  [
    'no-live-upstreams',
    nginx('no live upstreams while connecting to upstream', 'http://shop_backend/basket'),
  ],
  ['header-too-big', nginx('upstream sent too big header while reading response header from upstream')],
  [
    'connection-reset',
    nginx('recv() failed (104: Connection reset by peer) while reading response header from upstream'),
  ],
  [
    'socket-missing',
    nginx(
      'connect() to unix:/run/app/app.sock failed (2: No such file or directory) while connecting to upstream',
      'http://unix:/run/app/app.sock:/basket',
    ),
  ],
  ['circuit-open', envoy(503, 'UO', 'upstream_reset_before_response_started{overflow}')],
  ['read-timeout', envoy(504, 'UT', 'response_timeout')],
  ['no-live-upstreams', envoy(503, 'UH', 'no_healthy_upstream')],
];
const wrap = (text, columns, separator) =>
  text.match(new RegExp(`[^]{1,${columns}}`, 'g'))?.join(separator) ?? text;
/** Damage by chats, terminals and pages. */
export const damages = [
  ['without its beginning', (record) => record.slice(record.startsWith('[') ? 1 : 20)],
  ['without its end', (record) => record.slice(0, Math.ceil(record.length * 0.72))],
  ['wrapped by a terminal', (record) => wrap(record, 80, '\n')],
  ['wrapped, with the blanks kept', (record) => wrap(record, 80, '          ')],
  ['with typographic quotation marks', (record) => record.replace(/"([^"]*)"/g, '“$1”')],
  ['in bold', (record) => `**${record}**`],
  ['in code marks', (record) => `\`\`\`\n${record}\n\`\`\``],
  ['quoted in a mail', (record) => wrap(record, 72, '\n> ').replace(/^/, '> ')],
  ['escaped for HTML', (record) => record.replaceAll('"', '&quot;').replaceAll('>', '&gt;')],
  ['with the prompt behind it', (record) => `${record} root@edge-1:~#`],
  ['coloured', (record) => `\u001b[31m${record}\u001b[0m`],
  ['with invisible characters and a line number', (record) => `12: \u200b${record.replace(' ', '\u00a0')}`],
];
