import { findSource, parseTime } from './members.js';
import { findRecordStart, isRecordStart } from './record-start.js';
/**
 * Finds the lines of gateways within an object of a log store: what it exports, sends or answers. Only values that start
 * like a gateway's line count, as services use the same keys for their own data.
 */
export function findNestedLines(members) {
  if (isGatewayObject(members)) return [];
  const lines = [];
  collectLines(members, { stampedAt: null, source: null }, lines, 0);
  return lines;
}
/** True if the text has a key under which log stores keep a line. */
export const mayHaveNestedLine = (text) => nestedKeyPattern.test(text);
const nestedKeyPattern =
  /"(?:resourceLogs|attributes|body|Body|event|_raw|content|values|line|@message|jsonPayload|_source|logEvents|Log|LogMessage|short_message|log_processed|message|log)"\s*:/;
function collectLines(members, outer, lines, depth) {
  const here = {
    stampedAt: parseTime(members) ?? outer.stampedAt,
    source: findSource(members) ?? outer.source,
  };
  const before = lines.length;
  for (const [key, value] of Object.entries(members)) {
    if (lines.length >= linesMax) return;
    if (Array.isArray(value)) collectFromList(value, here, lines, depth);
    // Stores keep the line beside copies of it.
    else if (lines.length > before) continue;
    else if (typeof value === 'string' && lineKeys.has(key)) addLine(value, here, lines);
    else if (isMembers(value)) collectFromObject(value, here, lines, depth);
  }
  const body = isMembers(members['body']) ? members['body']['stringValue'] : undefined;
  if (lines.length === before && typeof body === 'string') addLine(body, here, lines);
  const attributes = lines.length === before ? readAttributes(members) : undefined;
  if (attributes !== undefined) lines.push({ ...here, text: JSON.stringify(attributes) });
}
function addLine(text, here, lines) {
  if (isLine(text)) lines.push({ ...here, text: text.replace(/\n$/, '') });
}
function collectFromObject(value, here, lines, depth) {
  if (isGatewayObject(value)) lines.push({ ...here, text: JSON.stringify(value) });
  else if (depth < depthMax) collectLines(value, here, lines, depth + 1);
}
function collectFromList(list, here, lines, depth) {
  for (const item of list) {
    if (lines.length >= linesMax) return;
    if (isMembers(item)) collectFromObject(item, here, lines, depth);
    else if (isLokiValue(item))
      addLine(item[1], { ...here, stampedAt: Math.floor(Number(item[0]) / 1_000_000) }, lines);
  }
}
/** `["1795339403067000000", "line"]` */
const isLokiValue = (item) =>
  Array.isArray(item) && /^\d{19}$/.test(String(item[0])) && typeof item[1] === 'string';
/** The fields of an access record that OpenTelemetry lists as `{"key":…,"value":{"stringValue":…}}`. */
function readAttributes(members) {
  const body = isMembers(members['body']) ? members['body']['kvlistValue'] : undefined;
  for (const list of [isMembers(body) ? body['values'] : undefined, members['attributes']]) {
    if (!Array.isArray(list)) continue;
    const fields = Object.fromEntries(list.flatMap(readAttribute));
    if (isGatewayObject(fields)) return fields;
  }
  return undefined;
}
function readAttribute(item) {
  if (!isMembers(item) || typeof item['key'] !== 'string' || !isMembers(item['value'])) return [];
  const [value] = Object.values(item['value']);
  return [[item['key'], value]];
}
/** Keys under which stores keep the original line. */
const lineKeys = new Set([
  ...['_raw', 'event', 'original', 'message', 'msg', 'log', 'line', '@message', 'textPayload'],
  ...['Body', 'Log', 'LogMessage', 'short_message', 'MESSAGE'],
]);
/** Two keys that gateways give to their own values make an object an access record itself. */
const isGatewayObject = (members) =>
  Object.keys(members).filter((key) => gatewayKeys.has(key.toLowerCase())).length >= 2;
const gatewayKeys = new Set([
  ...['upstream_addr', 'upstream_status', 'upstream_response_time', 'body_bytes_sent', 'request_time'],
  ...['response_code', 'response_flags', 'response_code_details', 'upstream_host', 'upstream_cluster'],
  // The recommended format of nginx.
  ...['ua', 'us', 'uht', 'urt'],
]);
const isLine = (text) => isRecordStart(text) || findRecordStart(text) > 0;
const isMembers = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const depthMax = 6;
/** An export with more lines than this is longer than the longest line that is read. */
const linesMax = 2_000;
