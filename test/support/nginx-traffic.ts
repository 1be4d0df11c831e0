import { nineAm, seconds } from './event-fixtures.js';
import type { LogRecord } from './log-lines.js';

/** An upstream group behind a site. */
export type Service = { readonly group: string; readonly host: string; readonly path: string };

/** How a try ends, in nginx's own words. `null`: the peer answered. */
export type TryFault = keyof typeof faults;
export type Try = { readonly peer: string; readonly fault?: TryFault; readonly ms?: number };

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
} as const satisfies Record<string, readonly [message: string, phase: string, status: number, ms: number]>;

type RequestOptions = {
  /** What the client got; by default the status of the last try. */
  readonly status?: number;
  readonly method?: string;
  readonly pid?: number;
  /** Directory of the gateway's logs. */
  readonly gateway?: string;
};

/** Requests through nginx, each with the records that it leaves in the error log and the access log. */
export class NginxTraffic {
  readonly records: LogRecord[] = [];
  #connections = 0;

  /** Requests at a fixed rate, in seconds after nine; `answer` returns the tries of the n-th one. */
  add(
    service: Service,
    { fromS, toS, everyS }: { readonly fromS: number; readonly toS: number; readonly everyS: number },
    answer: (n: number, atS: number) => readonly Try[] | undefined,
    options: RequestOptions = {},
  ): this {
    for (let n = 0, atS = fromS; atS < toS; n++, atS = fromS + n * everyS) {
      const tries = answer(n, atS);
      if (tries !== undefined) this.#addRequest(service, seconds(atS), tries, options);
    }
    return this;
  }

  /** A record of the error log that belongs to no request. */
  addErrorRecord(atS: number, level: string, message: string, gateway = '/srv/edge-1/'): this {
    this.records.push({
      at: seconds(atS),
      text: `${formatErrorTime(seconds(atS))} [${level}] 31#31: ${message}`,
      file: `${gateway}error.log`,
    });
    return this;
  }

  #addRequest(
    { group, host, path }: Service,
    at: number,
    tries: readonly Try[],
    { method = 'GET', pid = 31, gateway = '/srv/edge-1/', ...options }: RequestOptions,
  ): void {
    // Workers share one counter: a later connection has a higher number.
    const connection = Math.round(at) * 10 + (this.#connections++ % 10);
    const client = `192.0.2.${1 + (connection % 200)}`;
    const target = `${path}/${connection}`;
    let endedAt = at;
    for (const { peer, fault, ms } of tries) {
      endedAt += ms ?? (fault === undefined ? 20 : faults[fault][3]);
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
    const statuses = tries.map(({ fault }) => (fault === undefined ? 200 : faults[fault][2]));
    const status = options.status ?? statuses.at(-1) ?? 503;
    const dialled = tries.filter(({ fault }) => fault !== 'unresolved' && fault !== 'slots');
    const times = dialled.map(
      ({ fault, ms }) => (ms ?? (fault === undefined ? 20 : faults[fault][3])) / 1_000,
    );
    const join = (values: readonly string[]) => (values.length === 0 ? '-' : values.join(', '));
    this.records.push({
      at: endedAt,
      file: `${gateway}access.log`,
      text: JSON.stringify({
        t: ((nineAm + endedAt) / 1_000).toFixed(3),
        pid: String(pid),
        c: String(connection),
        cr: '1',
        rid: connection.toString(16).padStart(32, '0'),
        ra: client,
        sn: host,
        h: host,
        m: method,
        r: `${method} ${target} HTTP/1.1`,
        s: String(status),
        b: status < 500 ? '900' : '157',
        rl: '300',
        rt: ((endedAt - at) / 1_000).toFixed(3),
        rc: 'OK',
        un: tries.length === 0 ? '-' : group,
        ua: join(dialled.map(({ peer }) => peer)),
        us: join(dialled.map(({ fault }) => String(fault === undefined ? 200 : faults[fault][2]))),
        uct: join(dialled.map(({ fault }) => (fault === 'refused' || fault === 'empty' ? '-' : '0.001'))),
        uht: join(dialled.map(({ fault }, n) => (fault === undefined ? (times[n] ?? 0).toFixed(3) : '-'))),
        urt: join(times.map((time) => time.toFixed(3))),
        ul: join(dialled.map(({ fault }) => (fault === undefined ? '900' : '0'))),
        ubs: join(dialled.map(({ fault }) => (fault === 'refused' || fault === 'empty' ? '0' : '300'))),
        ubr: join(dialled.map(({ fault }) => (fault === undefined ? '1100' : '0'))),
        ucs: '-',
      }),
    });
  }
}

const formatErrorTime = (at: number) =>
  new Date(nineAm + at).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
