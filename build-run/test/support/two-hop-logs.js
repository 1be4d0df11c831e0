import { nineAm, seconds } from './event-fixtures.js';
/** What is logged of two gateways, one behind the other. */
export const hopFormats = ['combined and error log', 'recommended', 'Envoy before nginx'];
/** Ten minutes with a request a second; one of fifteen fails in the second half, and one of ten in all of it. */
export const makeHopRequests = () =>
  Array.from({ length: 600 }, (_, second) => ({ second, isFailed: second >= 300 && second % 15 < 2 }));
/** The lines of both gateways, in order of time. `isClientForwarded`: the inner one logs the client of the edge. */
export const writeHopLogs = (requests, format, isClientForwarded = true) =>
  requests
    .flatMap((request) => [
      ...writeInner(request, format, isClientForwarded),
      ...(request.isThroughEdge === false ? [] : [writeEdge(request, format)]),
    ])
    .sort((a, b) => a.at - b.at);
const edgeLog = '/logs/edge/access.log';
const innerLog = '/logs/inner/access.log';
const innerErrorLog = '/logs/inner/error.log';
const client = '203.0.113.12';
const edgeAddress = '10.0.0.2';
const innerPeer = '10.0.0.5:8080';
const appPeer = '10.0.0.9:9000';
function writeEdge({ second, isFailed }, format) {
  const at = nineAm + seconds(second) + 5;
  const status = isFailed ? 502 : 200;
  const text = {
    'combined and error log': combinedLine(at, client, second, status),
    recommended: jsonLine(at, 'inner', innerPeer, second, status, true, client),
    'Envoy before nginx': `[${new Date(at - 4).toISOString()}] "GET /cart/${second} HTTP/1.1" ${status} - via_upstream - "-" 0 157 4 3 "${client}" "curl/8" "e${second}" "shop.example" "${innerPeer}" outbound|80||inner.prod.svc.cluster.local 10.0.0.2:4000 10.0.0.1:80 ${client}:5000 - default`,
  }[format];
  return { file: edgeLog, at, text };
}
function writeInner({ second, isFailed, isThroughEdge = true }, format, isClientForwarded) {
  const at = nineAm + seconds(second) + 4;
  const status = isFailed ? 502 : 200;
  const from = isThroughEdge && isClientForwarded ? client : edgeAddress;
  const clock = new Date(at).toISOString().slice(11, 19);
  const record = `2026/11/22 ${clock} [error] 31#31: *${second + 1} connect() failed (111: Connection refused) while connecting to upstream, client: ${from}, server: shop.example, request: "GET /cart/${second} HTTP/1.1", upstream: "http://${appPeer}/cart/${second}", host: "shop.example"`;
  const line =
    format === 'combined and error log'
      ? combinedLine(at, from, second, status)
      : jsonLine(at, 'app', appPeer, second, status, !isFailed, from);
  return [
    ...(isFailed ? [{ file: innerErrorLog, at: at - 1, text: record }] : []),
    { file: innerLog, at, text: line },
  ];
}
const combinedLine = (at, from, second, status) =>
  `${from} - - [22/Nov/2026:${new Date(at).toISOString().slice(11, 19)} +0000] "GET /cart/${second} HTTP/1.1" ${status} 157 "-" "curl/8"`;
const jsonLine = (at, name, peer, second, status, isAnswered, from) =>
  JSON.stringify({
    t: (at / 1000).toFixed(3),
    pid: '31',
    c: String(second + 1),
    rid: `${name}-${second}`,
    ra: from,
    sn: 'shop.example',
    h: 'shop.example',
    r: `GET /cart/${second} HTTP/1.1`,
    s: String(status),
    b: '157',
    rt: '0.004',
    un: name,
    ua: peer,
    us: String(status),
    uct: isAnswered ? '0.001' : '-',
    uht: isAnswered ? '0.003' : '-',
    urt: '0.003',
  });
