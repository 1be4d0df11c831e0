import { nineAm, seconds } from './event-fixtures.js';

const readingHeader = 'while reading response header from upstream';
const faults = {
  refused: ['connect() failed (111: Connection refused)', 'while connecting to upstream', 502, 1],
  slow: ['upstream timed out (110: Connection timed out)', readingHeader, 504, 3_000],
  closed: ['upstream prematurely closed connection', readingHeader, 502, 4],
  reset: ['recv() failed (104: Connection reset by peer)', readingHeader, 502, 2],
  tooBig: ['upstream sent too big header', readingHeader, 502, 2],
  empty: ['no live upstreams', 'while connecting to upstream', 502, 0],
  expired: [
    'upstream SSL certificate verify error: (10:certificate has expired)',
    'while SSL handshaking to upstream',
    502,
    9,
  ],
  unresolved: ['{name} could not be resolved (110: Operation timed out)', '', 502, 5_000],
  slots: ['1024 worker_connections are not enough', 'while connecting to upstream', 500, 0],
};
/** Requests through nginx, each with the records that it leaves in the error log and the access log. */
export class NginxTraffic {
  records = [];
  #connections = 0;
  /** Requests at a fixed rate, in seconds after nine; `answer` returns the tries of the n-th one. */
  add(service, { fromS, toS, everyS }, answer, options = {}) {
    for (let n = 0, atS = fromS; atS < toS; n++, atS = fromS + n * everyS) {
      const tries = answer(n, atS);
      if (tries !== undefined) this.#addRequest(service, seconds(atS), tries, options);
    }
    return this;
  }
  /** A record of the error log that belongs to no request. */
  addErrorRecord(atS, level, message, gateway = '/srv/edge-1/') {
    this.records.push({
      at: seconds(atS),
      text: `${formatErrorTime(seconds(atS))} [${level}] 31#31: ${message}`,
      file: `${gateway}error.log`,
    });
    return this;
  }
  #addRequest(service, at, tries, { method = 'GET', pid = 31, gateway = '/srv/edge-1/', edge, ...options }) {
    const { host, path } = service;
    // Workers share one counter: a later connection has a higher number.
    const connection = Math.round(at) * 10 + (this.#connections++ % 10);
    const endClient = `192.0.2.${1 + (connection % 200)}`;
    const request = { method, target: `${path}/${connection}`, connection, pid, host };
    const client = edge === undefined ? endClient : edgeAddress;
    const made = { ...request, client, gateway, group: tries.length === 0 ? '-' : service.group };
    const endedAt = this.#addErrors(made, at, tries);
    const status = options.status ?? tries.map(getStatus).at(-1) ?? 503;
    const answer = { endedAt, ms: endedAt - at, status };
    const dialled = tries.filter(({ fault }) => fault !== 'unresolved' && fault !== 'slots');
    this.#addAccessLine(made, answer, dialled.map(describeTry));
    if (edge === undefined) return;
    const asked = {
      peer: innerGateway,
      status,
      connectS: '0.001',
      headerS: formatS(answer.ms),
      ms: answer.ms,
    };
    this.#addAccessLine({ ...request, client: endClient, gateway: edge, group: 'inner' }, answer, [asked]);
  }
  /** The records of failed tries. Returns the end of the last one. */
  #addErrors({ method, target, connection, pid, client, host, gateway }, at, tries) {
    let endedAt = at;
    for (const attempt of tries) {
      const { peer, fault } = attempt;
      endedAt += getMs(attempt);
      if (fault === undefined) continue;
      const [message, phase] = faults[fault];
      const upstream = fault === 'unresolved' ? '' : `, upstream: "http://${peer}${target}"`;
      const level = fault === 'slots' ? 'alert' : 'error';
      this.records.push({
        at: endedAt,
        text: `${formatErrorTime(endedAt)} [${level}] ${pid}#${pid}: *${connection} ${message.replace('{name}', peer)}${phase === '' ? '' : ` ${phase}`}, client: ${client}, server: ${host}, request: "${method} ${target} HTTP/1.1"${upstream}, host: "${host}"`,
        file: `${gateway}error.log`,
      });
    }
    return endedAt;
  }
  #addAccessLine(
    { method, target, connection, pid, client, host, gateway, group },
    { endedAt, ms, status },
    asked,
  ) {
    const list = (value) => (asked.length === 0 ? '-' : asked.map(value).join(', '));
    this.records.push({
      at: endedAt,
      file: `${gateway}access.log`,
      text: JSON.stringify({
        t: ((nineAm + endedAt) / 1_000).toFixed(3),
        pid: String(pid),
        c: String(connection),
        cr: '1',
        rid: Buffer.from(`${gateway}${connection}`).toString('hex').padStart(32, '0').slice(-32),
        ra: client,
        sn: host,
        h: host,
        m: method,
        r: `${method} ${target} HTTP/1.1`,
        s: String(status),
        b: status < 500 ? '900' : '157',
        rl: '300',
        rt: formatS(ms),
        rc: 'OK',
        un: group,
        ua: list(({ peer }) => peer),
        us: list((peer) => String(peer.status)),
        uct: list(({ connectS }) => connectS),
        uht: list(({ headerS }) => headerS),
        urt: list((peer) => formatS(peer.ms)),
        ul: list(({ headerS }) => (headerS === '-' ? '0' : '900')),
        ubs: list(({ connectS }) => (connectS === '-' ? '0' : '300')),
        ubr: list(({ headerS }) => (headerS === '-' ? '0' : '1100')),
        ucs: '-',
      }),
    });
  }
}
/** Where a gateway with another one before it sees its requests come from, and where that one asks it. */
const edgeAddress = '10.0.0.2';
const innerGateway = '10.0.0.3:80';
const describeTry = (attempt) => ({
  peer: attempt.peer,
  status: getStatus(attempt),
  ms: getMs(attempt),
  connectS: attempt.fault === 'refused' || attempt.fault === 'empty' ? '-' : '0.001',
  headerS: attempt.fault === undefined ? formatS(getMs(attempt)) : '-',
});
const getStatus = ({ fault }) => (fault === undefined ? 200 : faults[fault][2]);
const getMs = ({ fault, ms }) => ms ?? (fault === undefined ? 20 : faults[fault][3]);
const formatS = (ms) => (ms / 1_000).toFixed(3);
const formatErrorTime = (at) =>
  new Date(nineAm + at).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
