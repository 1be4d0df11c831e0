import { statusOfEnd } from './nginx-scenarios.js';

const pad = (value, width = 2) => String(value).padStart(width, '0');
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The wall clock of a zone, as a UTC date. */
const toWallClock = (atMs, zoneMinutes) => new Date(atMs + zoneMinutes * 60_000);
const formatZone = (zoneMinutes, colon = '') => {
  const minutes = Math.abs(zoneMinutes);
  return `${zoneMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${colon}${pad(minutes % 60)}`;
};
/** `$time_local`. */
export function formatLocalTime(atMs, zoneMinutes) {
  const date = toWallClock(atMs, zoneMinutes);
  const day = `${pad(date.getUTCDate())}/${monthNames[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())} ${formatZone(zoneMinutes)}`;
}
/** `$time_iso8601`. */
const formatIsoTime = (atMs, zoneMinutes) =>
  `${toWallClock(atMs, zoneMinutes).toISOString().slice(0, 19)}${formatZone(zoneMinutes, ':')}`;
/** The time of an error record. */
const formatErrorTime = (atMs, zoneMinutes) =>
  toWallClock(atMs, zoneMinutes).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
const recordBytesMax = 2_047;
/** An error record, cut like nginx cuts it. */
export function formatErrorRecord(record, exchange, zoneMinutes) {
  const { pid, connection, client, hostHeader } = exchange;
  const upstream = record.upstream === null ? '' : `, upstream: "${record.upstream}"`;
  const context = `, client: ${client}, server: shop.example, request: "${formatRequestLine(exchange)}"${upstream}, host: "${hostHeader}"`;
  return `${formatErrorTime(record.atMs, zoneMinutes)} [${record.level}] ${pid}#${pid}: *${connection} ${record.message}${context}`.slice(
    0,
    recordBytesMax,
  );
}
const formatRequestLine = ({ method, target }) => `${method} ${target} HTTP/1.1`;
const seconds = (ms) => (ms / 1000).toFixed(3);
/** An access line in one of nginx's formats. */
export function formatAccessLine(exchange, format, zoneMinutes) {
  switch (format) {
    case 'combined':
      return formatCombined(exchange, zoneMinutes);
    case 'pairs':
      return `${formatCombined(exchange, zoneMinutes)} ${formatPairs(exchange)}`;
    case 'bg':
      return formatRecommended(exchange);
    case 'json':
      return formatJson(exchange, zoneMinutes);
    default:
      throw new Error(`${format} is no format of nginx`);
  }
}
function formatCombined(exchange, zoneMinutes) {
  const { client, endMs, status, bytes } = exchange;
  return `${client} - - [${formatLocalTime(endMs, zoneMinutes)}] "${formatRequestLine(exchange)}" ${status} ${bytes} "-" "sample/1.0"`;
}
function formatPairs(exchange) {
  const lists = listUpstreams(exchange, '-');
  const { startMs, endMs } = exchange;
  return `rt=${seconds(endMs - startMs)} ua="${lists.addr}" us="${lists.status}" uct="${lists.connect}" uht="${lists.header}" urt="${lists.response}"`;
}
/** The README's recommended format. */
function formatRecommended(exchange) {
  const { pid, connection, connectionRequests, client, hostHeader, method, startMs, endMs } = exchange;
  const lists = listUpstreams(exchange, '');
  return JSON.stringify({
    t: seconds(endMs),
    pid: String(pid),
    c: String(connection),
    cr: String(connectionRequests),
    rid: pad(exchange.id, 32),
    ra: client,
    sn: 'shop.example',
    h: hostHeader,
    m: method,
    r: formatRequestLine(exchange),
    s: String(exchange.status),
    b: String(exchange.bytes),
    rl: String(measureRequest(exchange)),
    rt: seconds(endMs - startMs),
    rc: exchange.status === 499 ? '' : 'OK',
    un: exchange.loggedService?.proxyHost ?? '',
    ua: lists.addr,
    us: lists.status,
    uct: lists.connect,
    uht: lists.header,
    urt: lists.response,
    ul: lists.length,
    ubs: lists.sent,
    ubr: lists.received,
    ucs: '',
  });
}
/** JSON with keys of its own, and no connection number. */
function formatJson(exchange, zoneMinutes) {
  const lists = listUpstreams(exchange, '');
  return JSON.stringify({
    '@timestamp': formatIsoTime(exchange.endMs, zoneMinutes),
    client_ip: exchange.client,
    method: exchange.method,
    path: exchange.target,
    protocol: 'HTTP/1.1',
    status: exchange.status,
    bytes_sent: exchange.bytes,
    duration: Number(seconds(exchange.endMs - exchange.startMs)),
    vhost: exchange.hostHeader,
    upstream_name: exchange.loggedService?.proxyHost ?? '',
    upstream_addr: lists.addr,
    upstream_status: lists.status,
    upstream_connect_time: lists.connect,
    upstream_header_time: lists.header,
    upstream_response_time: lists.response,
    request_id: pad(exchange.id, 32),
  });
}
const measureRequest = (exchange) => formatRequestLine(exchange).length + 80;
/** nginx's `$upstream_*` lists: `, ` between tries, ` : ` after a redirect. `unset`: text of a variable without value. */
function listUpstreams(exchange, unset) {
  const { tries } = exchange;
  const listed = tries.filter(({ end }) => end.type !== 'name-not-found');
  const join = (read) =>
    listed.length === 0
      ? unset
      : listed.reduce(
          (text, entry, index) =>
            `${text}${index === 0 ? '' : entry.redirected ? ' : ' : ', '}${read(entry)}`,
          '',
        );
  const isSent = ({ end }) =>
    ['answered', 'premature-close', 'reset', 'read-timeout', 'client-left'].includes(end.type);
  return {
    addr: join(({ peer, group, end }) => (end.type === 'no-socket' ? '' : (peer ?? group))),
    status: join(({ end }) => String(statusOfEnd(end) ?? '-')),
    connect: join(({ connectMs }) => (connectMs === null ? '-' : seconds(connectMs))),
    header: join(({ headerMs }) => (headerMs === null ? '-' : seconds(headerMs))),
    response: join(({ startMs, endMs, end }) =>
      end.type === 'no-live' ? '0.000' : seconds(endMs - startMs),
    ),
    length: join(({ end }) => (end.type === 'answered' ? String(exchange.bytes) : '0')),
    sent: join((entry) => (isSent(entry) ? String(measureRequest(exchange)) : '0')),
    received: join(({ end }) => (end.type === 'answered' ? String(exchange.bytes + 180) : '0')),
  };
}
