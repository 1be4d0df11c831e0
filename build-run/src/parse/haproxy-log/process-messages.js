import { logTime } from './log-time.js';
/** True if the line is a message of HAProxy's process. */
export const isProcessMessage = (line) => messageStart.test(line) || failedHandshake.test(line);
/** Parses a message; undefined for other text. */
export function parseProcessMessage(text) {
  const handshake = failedHandshake.exec(text)?.groups;
  if (handshake !== undefined) return createHandshakeNotice(handshake);
  if (!messageStart.test(text)) return undefined;
  const message = text.replace(stderrPrefix, '').slice(0, messageCharsMax).split('\n', 1)[0] ?? '';
  return (
    parseServerMessage(message) ??
    parseCheckMessage(message) ??
    parseBackendMessage(message) ??
    parseReload(message) ?? { type: 'notice', kind: 'informational', message }
  );
}
const messageCharsMax = 500;
/** Messages that HAProxy also writes to its terminal, where they have a level and its process id. */
const stderrPrefix = /^\[(?:NOTICE|WARNING|ALERT)\] {1,8}(?:\d{3}\/\d{6} )?\(\d{1,10}\) : /;
const name = String.raw`[\w.:-]{1,128}`;
const messageStart = new RegExp(
  [
    stderrPrefix.source,
    String.raw`^(?:Backup )?Server ${name}\/${name} (?:\('[^']{1,255}'\) )?(?:is|was|enters|remains|resolves|administratively) `,
    String.raw`^Health check for (?:backup )?server ${name}\/${name} (?:failed|succeeded)`,
    `^(?:backend|proxy|listener|frontend) ${name} has no server available!`,
    String.raw`^Proxy [\w.:<>-]{1,128} (?:started|stopped|paused)[. ]`,
    String.raw`^Connect from (?:[\da-fA-F.:]{2,45}|unix):\d{1,10} to \S{1,60} \(`,
  ].join('|'),
);
/** Section 8.2.5: a connection of a client that failed before it had a session. */
const failedHandshake = new RegExp(
  String.raw`^(?<client>[\da-fA-F.:]{2,45}|unix):\d{1,10} \[(?<time>${logTime})\] ${name}\/(?:${name}|<${name}>|\d{1,10}): (?<message>[A-Z][^\n]{2,300})$`,
);
const createHandshakeNotice = ({ client = '', time = '', message = '' }) => ({
  type: 'notice',
  kind: 'informational',
  message,
  time,
  ...(client !== 'unix' && { client }),
});
function parseServerMessage(message) {
  const [, backend, server, news = ''] = serverMessage.exec(message) ?? [];
  if (backend === undefined || server === undefined) return undefined;
  const kind = serverNews.find(([pattern]) => pattern.test(news))?.[1] ?? 'informational';
  const symptom = kind === 'ejection' ? findCheckSymptom(news) : undefined;
  // The rest counts servers and sessions.
  const short = message.replace(/\. \d{1,9} active and .*$/, '').replace(/, check duration: \d+ms/, '');
  return { type: 'notice', kind, message: short, backend, server, ...(symptom && { symptom }) };
}
const serverMessage = new RegExp(
  String.raw`^(?:Backup )?Server (${name})\/(${name}) (?:\('[^']{1,255}'\) )?((?:is|was|enters|remains|resolves|administratively) .*)$`,
);
const serverNews = [
  [/^is (?:UP|READY|administratively READY)|^is \w{1,16}\/READY/, 'rejoin'],
  [/^is DOWN|^is going DOWN|^is stopping|^enters drain/, 'ejection'],
];
/** `Health check for server b/s failed, reason: Layer4 timeout, check duration: 2001ms, status: 2/3 UP.` */
function parseCheckMessage(message) {
  const [, backend, server, result = ''] = checkMessage.exec(message) ?? [];
  if (backend === undefined || server === undefined) return undefined;
  const symptom = result.startsWith('failed') ? findCheckSymptom(result) : undefined;
  const kind = result.startsWith('failed') ? 'check-failed' : 'informational';
  return { type: 'notice', kind, message, backend, server, ...(symptom && { symptom }) };
}
const checkMessage = new RegExp(
  String.raw`^Health check for (?:backup )?server (${name})\/(${name}) ((?:failed|succeeded)\b.*)$`,
);
/** What a check met, from its result (`reason`) and the system's words (`info`); undefined for a server taken out by hand. */
function findCheckSymptom(text) {
  const reason = /, reason: (Layer[467] [a-z ]{1,40}|External check [a-z ]{1,40}|[A-Z][\w -]{1,60})/.exec(
    text,
  )?.[1];
  return reason === undefined
    ? undefined
    : (checkSymptoms.find(([pattern]) => pattern.test(text))?.[1] ?? 'unexplained');
}
const checkSymptoms = [
  [/info: "[^"]{0,200}Connection refused/, 'ECONNREFUSED'],
  [/info: "[^"]{0,200}No route to host/, 'EHOSTUNREACH'],
  [/info: "[^"]{0,200}Network is unreachable/, 'ENETUNREACH'],
  [/info: "[^"]{0,200}Connection reset by peer/, 'ECONNRESET'],
  [/info: "[^"]{0,200}certificate verify failed/, 'certificate-untrusted'],
  [/Layer4 timeout|Layer4 connection problem.{0,80}(?:timed out|timeout)/i, 'ETIMEDOUT'],
  [/Layer4 connection problem/, 'connect-failed'],
  [/Layer6 /, 'handshake-failed'],
  [/Layer7 timeout/, 'timed-out'],
  [/Layer7 wrong status, code: 500/, 'answered-500'],
  [/Layer7 wrong status, code: 502/, 'answered-502'],
  [/Layer7 wrong status, code: 503/, 'answered-503'],
  [/Layer7 wrong status, code: 504/, 'answered-504'],
  [/Layer7 invalid response/, 'malformed'],
];
function parseBackendMessage(message) {
  const backend = backendMessage.exec(message)?.[1];
  return backend === undefined ? undefined : { type: 'notice', kind: 'ejection', message, backend };
}
const backendMessage = new RegExp(`^(?:backend|proxy|listener) '?(${name})'? has no server available!`);
/** Messages of the master process, and of a process that ends. */
function parseReload(message) {
  if (/^(?:Reloading HAProxy|Reexecuting Master process)/.test(message))
    return { type: 'change', kind: 'reload', message: 'HAProxy reload' };
  return /^Exiting Master process/.test(message)
    ? { type: 'change', kind: 'stop', message: 'HAProxy stop' }
    : undefined;
}
