const failures = [
  ['connection-refused', 'connect() failed (111: Connection refused) while connecting to upstream', 502],
  [
    'read-timeout',
    'upstream timed out (110: Connection timed out) while reading response header from upstream',
    504,
  ],
  [
    'premature-close',
    'upstream prematurely closed connection while reading response header from upstream',
    502,
  ],
];
/** A request that failed at `at`; its number makes it differ from the others. */
export function makeStormRequest(number, at, kind = 'many-clients') {
  const [cause, message, status] = failures[number % failures.length] ??
    failures[0] ?? ['connection-refused', '', 502];
  const isOneClient = kind === 'one-client' || kind === 'one-client-combined';
  const client = isOneClient ? '192.0.2.9' : `198.51.100.${number % 250}`;
  const path = isOneClient ? '/health' : `/orders/${number}`;
  const peer = `10.0.0.${number % 4}:8080`;
  const time = new Date(at).toISOString();
  const second = time.slice(0, 19).replaceAll('-', '/').replace('T', ' ');
  const error = `${second} [error] 31#31: *${number} ${message}, client: ${client}, server: shop.example, request: "GET ${path} HTTP/1.1", upstream: "http://${peer}${path}", host: "shop.example"`;
  return { error, access: makeAccessLine(kind, { at, number, client, path, peer, status }), cause };
}
function makeAccessLine(kind, { at, number, client, path, peer, status }) {
  if (kind === 'combined' || kind === 'one-client-combined') {
    const time = new Date(at)
      .toUTCString()
      .slice(5)
      .replace(/ (\d{4}) /, '/$1:')
      .replace(/ /, '/');
    return `${client} - - [${time.replace(/ GMT$/, ' +0000')}] "GET ${path} HTTP/1.1" ${status} 157 "-" "curl/8"`;
  }
  return JSON.stringify({
    t: (at / 1_000).toFixed(3),
    pid: '31',
    c: `${number}`,
    rid: `${number}`.padStart(32, '0'),
    ra: client,
    sn: 'shop.example',
    h: 'shop.example',
    r: `GET ${path} HTTP/1.1`,
    s: `${status}`,
    b: '157',
    rt: '0.004',
    un: 'shop',
    ua: peer,
    us: `${status}`,
    uct: '-',
    uht: '-',
    urt: '0.004',
  });
}
