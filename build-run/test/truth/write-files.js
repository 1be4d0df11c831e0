import { formatEnvoyLine } from './envoy-lines.js';
import { formatAccessLine, formatErrorRecord } from './nginx-lines.js';
/** Writes the logs of all hosts into files: rotated, wrapped and ordered as the features say. */
export function writeFiles(features, exchanges, dice) {
  const hosts = Array.from({ length: features.hosts }, (_, host) => host);
  return hosts.flatMap((host) => {
    const own = exchanges.filter((exchange) => exchange.host === host);
    const access = features.hasAccessLog ? writeAccessLines(features, own) : [];
    const errors = features.hasErrorLog ? writeErrorLines(features, own) : [];
    const folder = features.hosts > 1 ? `gw${host}/` : '';
    const name = features.product === 'nginx' ? 'access.log' : 'envoy.log';
    const logs =
      features.envelope === 'docker'
        ? [{ name: 'container.log', kind: 'access', lines: [...access, ...errors] }]
        : [
            { name, kind: 'access', lines: access },
            { name: 'error.log', kind: 'error', lines: errors },
          ];
    return logs
      .filter(({ lines }) => lines.length > 0)
      .flatMap(({ name, kind, lines }) =>
        splitFile(
          features,
          kind,
          lines.toSorted((a, b) => a.atMs - b.atMs),
          dice,
        ).map((part) => ({
          name: `${folder}${part.prefix ?? ''}${name}${part.suffix}`,
          kind,
          host,
          isGzipped: part.suffix.endsWith('.gz'),
          lines: part.lines.map((line) => ({ ...line, text: wrapLine(line, kind, host, features) })),
        })),
      );
  });
}
const writeAccessLines = (features, exchanges) =>
  exchanges.map((exchange) => ({
    exchange: exchange.id,
    atMs: exchange.endMs,
    text:
      features.product === 'envoy'
        ? formatEnvoyLine(exchange, features.format)
        : formatAccessLine(exchange, features.format, features.zoneMinutes),
  }));
const writeErrorLines = ({ zoneMinutes }, exchanges) =>
  exchanges.flatMap((exchange) =>
    exchange.records.map((record) => ({
      exchange: exchange.id,
      atMs: record.atMs,
      text: formatErrorRecord(record, exchange, zoneMinutes),
    })),
  );
/** Rotates a log, and puts its lines into the order of the world. */
function splitFile({ rotation, order, envelope }, kind, lines, dice) {
  if (order === 'newest-first') return [{ suffix: '', lines: reverseBySeconds(lines) }];
  if (order === 'shuffled') return [{ suffix: '', lines: shuffleBySeconds(lines, dice) }];
  // One server block logs its requests elsewhere, the errors of all are in one file. A container has one log of both.
  if (order === 'overlapping' && kind === 'access' && envelope !== 'docker') {
    const isFirst = lines.map(() => dice.percent(50));
    return [
      { prefix: '', suffix: '', lines: lines.filter((_, index) => isFirst[index]) },
      { prefix: 'ssl-', suffix: '', lines: lines.filter((_, index) => !isFirst[index]) },
    ].filter((part) => part.lines.length > 0);
  }
  if (rotation === 'none' || lines.length < 2) return [{ suffix: '', lines }];
  const cut = dice.between(1, lines.length - 1);
  return [
    { suffix: rotation === 'gz' ? '.1.gz' : '.1', lines: lines.slice(0, cut) },
    { suffix: '', lines: lines.slice(cut) },
  ];
}
const shuffledMs = 3_000;
/** Lines that are seconds apart change places. */
function shuffleBySeconds(lines, dice) {
  const shuffled = lines
    .map((line) => ({ line, placeMs: line.atMs + dice.below(shuffledMs) }))
    .toSorted((a, b) => a.placeMs - b.placeMs)
    .map(({ line }) => line);
  return goesBack(shuffled) ? shuffled : lines;
}
function reverseBySeconds(lines) {
  const reversed = lines.toReversed();
  return goesBack(reversed) ? reversed : lines;
}
/** True if the seconds of the lines show that they are out of order: whoever reads others takes them as they are. */
function goesBack(lines) {
  const seconds = lines.map(({ atMs }) => Math.floor(atMs / 1_000));
  return seconds.some((second, index) => second < (seconds[index - 1] ?? second));
}
function wrapLine({ text, atMs }, kind, host, { envelope, zoneMinutes }) {
  if (envelope === 'none') return text;
  if (envelope === 'docker')
    return JSON.stringify({
      log: `${text}\n`,
      stream: kind === 'error' ? 'stderr' : 'stdout',
      time: new Date(atMs).toISOString().replace('Z', '000001Z'),
    });
  const [, day = '', month = '', , hour = '', minute = '', second = ''] =
    /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d)/.exec(toLocal(atMs, zoneMinutes)) ?? [];
  return `${month} ${String(Number(day)).padStart(2)} ${hour}:${minute}:${second} gw${host} nginx: ${text}`;
}
function toLocal(atMs, zoneMinutes) {
  const date = new Date(atMs + zoneMinutes * 60_000).toUTCString();
  const [, day, month, year, time] = /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d)/.exec(date) ?? [];
  return `${day}/${month}/${year}:${time}`;
}
