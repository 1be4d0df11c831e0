import { incidentName, rootCause } from '../../src/incidents/incident.js';
import { alertView } from '../../src/notify/alert-message.js';
import { envoyFormats, nginxFormats } from '../../src/parse/known-formats.js';
import { localTimeIn } from '../../src/parse/local-time.js';
import { beginReading, closeReading, readLines } from '../../src/parse/parse-lines.js';
import { Digest, type DigestRules, nothingRestored } from '../../src/pipeline/pipeline.js';
import { whyView } from '../../src/query/answers/why.js';
import { terminalText } from '../../src/render/terminal.js';
import { factsOf, type IncidentFacts } from '../../src/report/summary/incident.js';
import { openStore, type Store } from '../../src/storage/store.js';
import { minutes, nine, seconds } from './event-fixtures.js';

const dialect = { localTime: localTimeIn('UTC'), nginxFormats: nginxFormats(), envoyFormats: envoyFormats() };
export const rules: DigestRules = {
  dialectOf: () => dialect,
  opening: { failures: 5, windowMs: seconds(60), share: 0.005 },
  recovery: { quietMs: minutes(10), goodRequests: 20, reopenMs: minutes(30) },
};

/** A record, so many milliseconds after nine o'clock. */
export type Written = { readonly at: number; readonly text: string; readonly file?: string };

/** Logs that were played through the whole digest into a store, in order of time. */
export class World {
  readonly store: Store = openStore(':memory:');
  readonly #digest = new Digest(nothingRestored, rules);

  play(written: readonly Written[]): this {
    let byte = 0;
    for (const { at, text, file = '/srv/edge-1/gateway.log' } of [...written].sort(
      (one, other) => one.at - other.at,
    )) {
      byte += 1_000;
      const line = { text, place: { file, byte, line: byte / 1_000 } };
      const now = nine + at;
      const read = readLines(beginReading, [line], dialect, now);
      const events = [...read.events, ...closeReading(read.reading, dialect, now).events];
      this.store.commit(this.#digest.events(events, now), now);
    }
    const end = nine + (written.at(-1)?.at ?? 0) + seconds(5);
    this.store.commit(this.#digest.events([], end), end);
    return this;
  }

  /** `BG-1 connection-refused at checkout: 25`, in the order in which they opened. */
  incidents(): readonly string[] {
    const all = this.store.incidents({ from: nine - minutes(60), to: nine + minutes(600) });
    return all.toReversed().map((incident) => {
      const count = incident.causes.reduce((sum, entry) => sum + entry.count, 0);
      return `${incidentName(incident)} ${rootCause(incident)} at ${incident.upstream}: ${count}`;
    });
  }

  /** What people read about the incident of that number. */
  why(number: number, now = nine + minutes(60)): string {
    const message = whyView(this.facts(number, now), this.store.coverage(), now, 'UTC');
    return terminalText(message, { width: 1_000, colour: false });
  }

  /** What people read in its message. */
  alert(number: number, now = nine + minutes(60)): string {
    return terminalText(alertView(this.facts(number, now), now, 'UTC'), { width: 1_000, colour: false });
  }

  /** What is known of the incident of that number. */
  facts(number: number, now = nine + minutes(60)): IncidentFacts {
    const incident = this.store.incident(number);
    if (incident === undefined) throw new Error(`there is no BG-${number}`);
    return factsOf(incident, this.store, now);
  }
}

const stamp = (at: number, from: number, to: number) => new Date(nine + at).toISOString().slice(from, to);

type Failed = {
  readonly peer?: string;
  readonly path?: string;
  readonly method?: string;
  readonly n?: number;
  readonly client?: string;
};

/** A record of nginx's error log: `what` happened `doing` what. */
export const error = (
  at: number,
  what: string,
  { peer = '10.0.0.7:8080', path = '/cart', method = 'GET', n = at }: Failed = {},
  level = 'error',
): Written => ({
  at,
  text: `${stamp(at, 0, 10).replaceAll('-', '/')} ${stamp(at, 11, 19)} [${level}] 31#31: *${n} ${what} while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "${method} ${path} HTTP/1.1", upstream: "http://${peer}${path}", host: "shop.example"`,
});

/** A line of nginx's access log in the recommended format, by the tries that it lists. */
export const access = (
  at: number,
  status: number,
  tries: { readonly peer: string; readonly status: string; readonly ms: number; readonly header?: boolean }[],
  {
    path = '/cart',
    method = 'GET',
    n = at,
    group = 'shop',
    client = '192.0.2.7',
  }: Omit<Failed, 'peer'> & { group?: string } = {},
): Written => {
  const list = (value: (each: (typeof tries)[number]) => string) => tries.map(value).join(', ');
  const time = ({ ms }: { ms: number }) => (ms / 1000).toFixed(3);
  return {
    at,
    text: JSON.stringify({
      t: ((nine + at) / 1000).toFixed(3),
      pid: '31',
      c: String(n),
      cr: '1',
      rid: 'f'.repeat(32),
      ra: client,
      sn: 'shop.example',
      h: 'shop.example',
      m: method,
      r: `${method} ${path} HTTP/1.1`,
      s: String(status),
      b: '157',
      rl: '300',
      rt: time({ ms: tries.reduce((sum, { ms }) => sum + ms, 0) }),
      rc: 'OK',
      un: group,
      ua: list(({ peer }) => peer),
      us: list((each) => each.status),
      uct: list(({ header }) => (header === undefined ? '-' : '0.000')),
      uht: list((each) => (each.header === true ? time(each) : '-')),
      urt: list(time),
      ul: list(() => '0'),
      ubs: list(() => '300'),
      ubr: list(({ header }) => (header === true ? '500' : '0')),
      ucs: '-',
    }),
  };
};

/** A request that this peer answered. */
export const answered = (at: number, peer: string, over: Parameters<typeof access>[3] = {}): Written =>
  access(at, 200, [{ peer, status: '200', ms: 12, header: true }], over);

/** A line in Envoy's default format. */
export const envoy = (at: number, status: number, flags: string, bytes: number, peer: string): Written => ({
  at,
  text: `[${new Date(nine + at).toISOString()}] "GET /orders HTTP/1.1" ${status} ${flags} 0 ${bytes} 1 - "-" "curl/8.5.0" "7c0f5d1e-2f0a-4a57-9a5e-1f2f7b0b3f11" "orders.example" "${peer}"`,
});
