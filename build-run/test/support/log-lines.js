import { findRootCause, formatIncidentName } from '../../src/incidents/incident.js';
import { renderAlertMessage } from '../../src/notify/alert-message.js';
import { compileKnownEnvoyFormats, compileKnownNginxFormats } from '../../src/parse/known-formats.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { emptyParserState, flushParser, parseLines } from '../../src/parse/parse-lines.js';
import { emptyRestoredState, Pipeline } from '../../src/pipeline/pipeline.js';
import { renderWhy } from '../../src/query/answers/why.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from './event-fixtures.js';

const decoderOptions = {
  toEpochMs: createLocalTimeParser('UTC'),
  nginxFormats: compileKnownNginxFormats(),
  envoyFormats: compileKnownEnvoyFormats(),
};
export const pipelineRules = {
  getDecoderOptions: () => decoderOptions,
  applicationErrorShare: 0.5,
  opening: { failuresMin: 5, windowMs: seconds(60), shareMin: 0.005 },
  recovery: { quietMs: minutes(10), successesMin: 20, reopenMs: minutes(30) },
};
/** Replays log records through the pipeline into a store, in order of time. */
export class LogReplay {
  store = openStore(':memory:');
  #pipeline = new Pipeline(emptyRestoredState, pipelineRules);
  #byte = 0;
  replay(records) {
    for (const { at, text, file = '/srv/edge-1/gateway.log' } of [...records].sort((a, b) => a.at - b.at)) {
      this.#byte += 1_000;
      const byte = this.#byte;
      const line = { text, location: { file, byte, line: byte / 1_000 } };
      const now = nineAm + at;
      const result = parseLines(emptyParserState, [line], decoderOptions, now);
      const events = [...result.events, ...flushParser(result.state, decoderOptions, now).events];
      this.store.commit(this.#pipeline.ingestEvents(events, now), now);
    }
    const end = nineAm + (records.at(-1)?.at ?? 0) + seconds(5);
    this.store.commit(this.#pipeline.ingestEvents([], end), end);
    return this;
  }
  /** Goes on as after a restart: with what is stored. */
  restart() {
    this.#pipeline = new Pipeline(this.store.restore(), pipelineRules);
    return this;
  }
  /** The incidents in order of opening, as `BG-1 connection-refused at checkout: 25`. */
  listIncidents() {
    const all = this.store.incidents({ from: nineAm - minutes(60), to: nineAm + minutes(600) });
    return all.toReversed().map((incident) => {
      const count = incident.causes.reduce((sum, entry) => sum + entry.count, 0);
      return `${formatIncidentName(incident)} ${findRootCause(incident)} at ${incident.upstream}: ${count}`;
    });
  }
  /** The answer to `why`, as text. */
  renderWhy(number, now = nineAm + minutes(60)) {
    const message = renderWhy(
      this.summarize(number, now),
      { coverage: this.store.coverage(), readSince: this.store.readSince() },
      { now, timezone: 'UTC' },
    );
    return renderTerminalText(message, { width: 1_000, colour: false });
  }
  /** The alert message, as text. */
  renderAlert(number, now = nineAm + minutes(60)) {
    return renderTerminalText(renderAlertMessage(this.summarize(number, now), now, 'UTC'), {
      width: 1_000,
      colour: false,
    });
  }
  /** The summary of an incident by its public number. */
  summarize(number, now = nineAm + minutes(60)) {
    const incident = this.store.incidentByNumber(number);
    if (incident === undefined) throw new Error(`no incident BG-${number}`);
    return summarizeIncident(incident, this.store, now);
  }
}
const formatTime = (at, from, to) => new Date(nineAm + at).toISOString().slice(from, to);
/** A record of nginx's error log. */
export const makeErrorRecord = (
  at,
  message,
  { peer = '10.0.0.7:8080', path = '/cart', method = 'GET', connection = at } = {},
  level = 'error',
) => ({
  at,
  text: `${formatTime(at, 0, 10).replaceAll('-', '/')} ${formatTime(at, 11, 19)} [${level}] 31#31: *${connection} ${message} while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "${method} ${path} HTTP/1.1", upstream: "http://${peer}${path}", host: "shop.example"`,
});
/** A line of nginx's access log in the recommended format, listing these attempts. */
export const makeAccessRecord = (
  at,
  status,
  attempts,
  { path = '/cart', method = 'GET', connection = at, group = 'shop', client = '192.0.2.7' } = {},
) => {
  const joinAttempts = (format) => attempts.map(format).join(', ');
  const formatSeconds = ({ ms }) => (ms / 1000).toFixed(3);
  return {
    at,
    text: JSON.stringify({
      t: ((nineAm + at) / 1000).toFixed(3),
      pid: '31',
      c: String(connection),
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
      rt: formatSeconds({ ms: attempts.reduce((sum, { ms }) => sum + ms, 0) }),
      rc: 'OK',
      un: group,
      ua: joinAttempts(({ peer }) => peer),
      us: joinAttempts((attempt) => attempt.status),
      uct: joinAttempts(({ header }) => (header === undefined ? '-' : '0.000')),
      uht: joinAttempts((attempt) => (attempt.header === true ? formatSeconds(attempt) : '-')),
      urt: joinAttempts(formatSeconds),
      ul: joinAttempts(() => '0'),
      ubs: joinAttempts(() => '300'),
      ubr: joinAttempts(({ header }) => (header === true ? '500' : '0')),
      ucs: '-',
    }),
  };
};
/** A request that this peer answered with status 200. */
export const makeGoodAccessRecord = (at, peer, options = {}) =>
  makeAccessRecord(at, 200, [{ peer, status: '200', ms: 12, header: true }], options);
/** A line in Envoy's default format. */
export const makeEnvoyRecord = (at, status, flags, bytes, peer) => ({
  at,
  text: `[${new Date(nineAm + at).toISOString()}] "GET /orders HTTP/1.1" ${status} ${flags} 0 ${bytes} 1 - "-" "curl/8.5.0" "7c0f5d1e-2f0a-4a57-9a5e-1f2f7b0b3f11" "orders.example" "${peer}"`,
});
