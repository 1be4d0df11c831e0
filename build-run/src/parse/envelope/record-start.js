/** True if the text starts like a gateway's own line, so that anything before it is an envelope. */
export const isRecordStart = (text) => recordStartPatterns.some((start) => start.test(text));
/**
 * True for a line that starts with a client and its time, perhaps behind its host, or with the time and the quote of Envoy:
 * nothing is before it.
 */
export const isPlainAccessLine = (text) => plainAccessLinePattern.test(text);
const plainAccessLinePattern =
  /^(?:(?:[a-z][\w.-]{0,252}(?::\d{1,5})? )?[\da-fA-F][\da-fA-F.:]{2,44} - [^\s[\]]{1,64} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:|\[\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z\] ")/;
/**
 * Index at which a gateway's record starts behind a prefix of any program, by the record's own grammar; -1 if nothing is
 * before it or none is found. A prefix has no quotes outside of braces, and no ` - ` as a client has before what it
 * chooses.
 */
export function findRecordStart(text) {
  const head = text.slice(0, prefixCharsMax + headerCharsMax);
  for (const { index } of head.matchAll(recordPattern)) {
    if (index === 0 || index > prefixCharsMax || !isPrefix(head.slice(0, index))) return -1;
    if (text[index] !== '{') return index;
    return gatewayKeyPattern.test(text.slice(index, index + objectCharsMax)) ? index : -1;
  }
  return -1;
}
/**
 * True for text that a program may write before a record: without quotes, and without the dash that follows a client. A
 * time that begins a line of nginx is none, as the record starts before it.
 */
export const isPrefix = (text) =>
  !/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[/.test(text) && isUnquoted(text.replace(labelsPattern, ''));
const isUnquoted = (text) => text.length <= unlabelledCharsMax && !/"|\n|[^\]] - /.test(text);
/** The labels that Loki's tools print: `{app="edge"}`. */
const labelsPattern = /\{[^{}\n]{0,600}\}/g;
const prefixCharsMax = 400;
const unlabelledCharsMax = 200;
const headerCharsMax = 80;
const objectCharsMax = 4_000;
const nginxLevels = '(?:emerg|alert|crit|error|warn|notice|info|debug)';
const recordPattern = new RegExp(
  [
    // nginx's error log
    String.raw`(?<!\d)(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?\[${nginxLevels}\] \d{1,10}#\d{1,10}: `,
    // Envoy's access log
    String.raw`\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] (?:"|[A-Z]{2,16} )`,
    // Envoy's application log, and Istio's layout of it
    String.raw`\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.,]\d{3}\]\[\d`,
    String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z(?:\t[a-z]{4,8}\tenvoy |[\t ]{1,8}[a-z]{4,8}[\t ]{1,8}access[\t ]{1,8}connection )`,
    // HAProxy, whose times have milliseconds
    String.raw`(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}:\d{1,5} \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d\.\d{3}\] \S`,
    // An access log in JSON
    String.raw`\{"[\w.:@-]{1,80}" ?:`,
  ].join('|'),
  'g',
);
/** A service that writes an object behind a message has other keys than the names that gateways give to their values. */
const gatewayKeyPattern =
  /"(?:upstream_(?:addr|status|host|cluster|response_time)|response_flags|response_code_details|body_bytes_sent|ua"[^{}]{0,400}"us)"/;
const recordStartPatterns = [
  /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[/,
  /^\[(?:emerg|alert|crit|error|warn|notice|info|debug)\] \d{1,10}#/,
  /^nginx: \[/,
  /^\[\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/,
  /^\{"/,
  /^\d{4}-\d\d-\d\dT\S{8,24} (?:stdout|stderr) [FP] /,
  /^\d{4}-\d\d-\d\dT\S{8,24}\t[a-z]{4,8}\tenvoy /,
  /^\d{4}-\d\d-\d\dT\S{8,24}[\t ]{1,8}[a-z]{4,8}[\t ]{1,8}access[\t ]{1,8}connection /,
  /^\[pod\//,
  /^<\d{1,3}>/,
  // HAProxy
  /^(?:[\da-fA-F.:]{2,45}|unix):\d{1,10} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/,
  /^(?:Backup )?Server \S{1,128}\/\S{1,128} (?:is|was|enters) |^backend \S{1,128} has no server available!/,
  /^(?:[\w.:-]{1,255} )?[\da-fA-F.:]{3,45} \S{1,64} \S{1,255} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/,
];
