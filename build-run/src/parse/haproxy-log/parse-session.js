import { logTime } from './log-time.js';
/** True if the line starts like the line of a session, or of a client whose handshake failed. */
export const isSessionStart = (line) => sessionStart.test(line) || matchClfLine(line) !== null;
/** Parses the line of a session; undefined for other text. */
export function parseSession(text) {
  if (!sessionStart.test(text)) return parseClfSession(text);
  const http = httpLine.exec(text)?.groups;
  if (http !== undefined) return createSession('http', http, isAmbiguous(http));
  const tcp = tcpLine.exec(text)?.groups;
  return tcp && createSession('tcp', tcp, false);
}
// Configuration manual of HAProxy 2.6, sections 8.2.2 to 8.2.4 and 8.2.6.
const client = String.raw`(?<client>[\da-fA-F.:]{2,45}|unix):\d{1,10}`;
const names = String.raw`(?<frontend>[\w.:-]{1,128})~? (?<backend>[\w.:-]{1,128})\/(?<server>[\w.:-]{1,128}|<[\w.:-]{1,128}>)`;
const number = String.raw`-?\d{1,12}`;
const state = '[CSPLRIDUKcs-][RQCHDLT-]';
const counters = String.raw`\d{1,9}\/\d{1,9}\/\d{1,9}\/\d{1,9}\/(?<retries>\+?\d{1,9}) \d{1,9}\/\d{1,9}`;
const sessionStart = new RegExp(String.raw`^${client} \[${logTime}\] \S`);
const httpLine = new RegExp(
  String.raw`^${client} \[(?<time>${logTime})\] ${names} (?<request>${number})\/(?<queue>${number})\/(?<connect>${number})\/(?<header>${number})\/\+?(?<total>${number}) (?<status>-1|\d{1,3}) \+?(?<bytes>\d{1,19}) (?<cookie>\S{1,200}) \S{1,200} (?<state>${state})[NIDVEOU-][NIUPRD-] ${counters}(?<tail>(?: [\s\S]*)?)$`,
);
const tcpLine = new RegExp(
  String.raw`^${client} \[(?<time>${logTime})\] ${names} (?<queue>${number})\/(?<connect>${number})\/\+?(?<total>${number}) \+?(?<bytes>\d{1,19}) (?<state>${state}) ${counters}(?<tail>(?: [\s\S]*)?)$`,
);
/** The line of httplog in its parts. */
export const sessionLayout = [
  part('[\\da-fA-F.:]{2,45}:\\d{1,10} ', 'the client and its port', 0),
  part(`\\[${logTime}\\] `, 'the time, as in [06/Feb/2009:12:14:14.655]', 4),
  part('[\\w.:-]{1,128}~? ', 'the frontend', 0),
  part('[\\w.:-]{1,128}\\/(?:[\\w.:-]{1,128}|<[\\w.:-]{1,128}>) ', 'backend/server', 2),
  part(`${number}(?:\\/\\+?${number}){2,4} `, 'the timers, as in 10/0/30/69/109', 2),
  part('(?:-1|\\d{1,3}) ', 'the status', 1),
  part('\\+?\\d{1,19} ', 'the number of bytes', 1),
  part('\\S{1,200} \\S{1,200} ', 'the captured cookies, as in - -', 1),
  part(`${state}[NIDVEOU-][NIUPRD-] `, 'the termination state, as in SC--', 2),
  part(counters, 'the counters, as in 1/1/1/1/0 0/0', 2),
];
function part(pattern, expected, evidence) {
  return { pattern: new RegExp(pattern, 'y'), expected, evidence };
}
/** Section 8.2.3: `option httplog clf`, which nginx's combined format would match as well. */
const clfLine = new RegExp(
  String.raw`^(?<client>[\da-fA-F.:]{2,45}|unix) - - \[(?<time>${logTime})\] "(?<line>[^"]{0,8000})" (?<status>-1|\d{1,3}) \+?(?<bytes>\d{1,19}) "" "" \d{1,10} (?<ms>\d{3}) "(?<frontend>[\w.:-]{1,128})~?" "(?<backend>[\w.:-]{1,128})" "(?<server>[\w.:<>-]{1,130})" (?<request>${number}) (?<queue>${number}) (?<connect>${number}) (?<header>${number}) \+?(?<total>${number}) "?(?<state>${state})[NIDVEOU-][NIUPRD-]"? \d{1,9} \d{1,9} \d{1,9} \d{1,9} (?<retries>\+?\d{1,9}) \d{1,9} \d{1,9}`,
);
function parseClfSession(text) {
  const groups = matchClfLine(text)?.groups;
  if (groups === undefined) return undefined;
  const [date = '', zone = ''] = (groups['time'] ?? '').split(' ');
  return createSession('http', { ...groups, time: `${date}.${groups['ms']} ${zone}` }, false);
}
/** Every line of other access logs is asked, and few have the two empty fields. */
const matchClfLine = (text) => (text.includes(' "" "" ') ? clfLine.exec(text) : null);
function createSession(mode, groups, isSuspect) {
  const { client: address = '', time = '', frontend = '', backend = '', server = '', retries = '0' } = groups;
  const tail =
    groups['line'] === undefined
      ? splitTail(groups['tail'] ?? '')
      : { line: groups['line'], captures: '', rest: '' };
  const isNamed = !server.startsWith('<');
  return {
    mode,
    client: address === 'unix' ? null : address,
    time,
    frontend,
    backend,
    server: isNamed ? server : null,
    service: isNamed || server === '<NOSRV>' ? null : server,
    waitMs: (parseMs(groups['request']) ?? 0) + (parseMs(groups['queue']) ?? 0),
    connectMs: parseMs(groups['connect']),
    headerMs: parseMs(groups['header']),
    durationMs: parseMs(groups['total']),
    status: parseStatus(groups['status']),
    bytes: Number(groups['bytes']),
    state: groups['state'] ?? '--',
    retries: Number(retries.replace('+', '')),
    isRedispatched: retries.startsWith('+'),
    host: findHost(tail),
    line: tail.line === '' || tail.line === '<BADREQ>' ? null : tail.line,
    rest: tail.rest,
    isSuspect,
  };
}
/** Splits what follows the counters: captured headers in braces, the request in quotes, fields of a custom format. */
function splitTail(tail) {
  const start = tail.indexOf('"');
  if (start < 0) return { captures: tail, line: '', rest: '' };
  const end = tail.indexOf('"', start + 1);
  return {
    captures: tail.slice(0, start),
    line: end < 0 ? '' : tail.slice(start + 1, end),
    rest: end < 0 ? '' : tail.slice(end + 1),
  };
}
/** The authority of a request of HTTP/2, or else a captured header that can only be a host name. */
function findHost({ captures, line }) {
  const authority = /^\S{1,32} https?:\/\/([^/?# ]{1,255})/i.exec(line)?.[1];
  if (authority !== undefined) return authority;
  const captured = /^ \{([^{}]*)\}/.exec(captures)?.[1]?.split('|') ?? [];
  return captured.find((value) => hostName.test(value)) ?? null;
}
const hostName = /^(?=.{4,255}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,8}[a-z]{2,24}(?::\d{1,5})?$/i;
/** A captured cookie is the only text of a client before the fields that decide. */
const isAmbiguous = ({ cookie, tail = '' }) =>
  cookie !== '-' && new RegExp(` ${state}[NIDVEOU-][NIUPRD-] \\d{1,9}\\/\\d{1,9}\\/`).test(tail);
const parseMs = (text) => (text === undefined || Number(text) < 0 ? null : Number(text));
const parseStatus = (text) => (text === undefined || Number(text) < 100 ? null : Number(text));
