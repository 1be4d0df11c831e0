import { findSource, parseTime } from './members.js';
import { findNestedLines, mayHaveNestedLine } from './nested-line.js';
import { isRecordStart } from './record-start.js';
/** Extracts the log line from a JSON object (docker, journald, log shippers); undefined if there is none. */
export const unwrapJson = (text, isInBlock = false) => {
  const start = getFirstNonBlank(text);
  if (start === '{') return unwrapObject(text) ?? unwrapCutObject(text);
  return start === '"' && !isInBlock ? unwrapMember(text) : undefined;
};
/** Members that hold the original line, most reliable first. */
const lineMembers = ['log', 'MESSAGE', 'message', 'msg', 'textPayload'];
/** An object with one of these is an access record itself, whatever else it contains. */
const accessMembers = [
  'response_code',
  'response_flags',
  'upstream_host',
  'upstream_addr',
  'request_time',
  'src.addr',
  'dst.addr',
];
/** Caddy's records have their message beside their other fields. */
const isCaddyLogger = (logger) => typeof logger === 'string' && /^http\.(?:log|handlers)\./.test(logger);
/** Docker splits lines at 16 KiB; a shorter line without a line feed is complete. */
const dockerPieceChars = 16_000;
function unwrapObject(text) {
  if (!lineMembers.some((name) => text.includes(`"${name}"`)) && !mayHaveNestedLine(text)) return undefined;
  const members = parseMembers(text);
  if (members === undefined || accessMembers.some((name) => name in members)) return undefined;
  if (isCaddyLogger(members['logger'])) return undefined;
  for (const name of lineMembers) {
    const line = decodeLine(members[name]);
    if (line === undefined) continue;
    const isEnded = line.endsWith('\n');
    return {
      text: isEnded ? line.slice(0, -1) : line,
      stampedAt: parseTime(members),
      source: findSource(members),
      ...('stream' in members && { lineTag: isEnded || line.length < dockerPieceChars ? 'full' : 'partial' }),
    };
  }
  return findNestedLines(members)[0];
}
/** All lines of an object or list that has several: an export of a log store, or what a shipper sends at once. */
export function unwrapSeveral(text) {
  const isList = /^\[\s*\{\s*"/.test(text);
  if (!isList && !(text.startsWith('{') && severalPattern.test(text))) return [];
  const members = parseMembers(isList ? `{"entries":${text}}` : text);
  return members === undefined ? [] : findNestedLines(members);
}
/** Keys of lists in which log stores keep lines. */
const severalPattern = /"(?:resourceLogs|logRecords|streams|values|logEvents|events|hits|entries|data)"\s*:/;
function parseMembers(text) {
  try {
    // Text that starts with a brace parses to an object.
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
/** Reads a truncated object, if its first member is the line. */
function unwrapCutObject(text) {
  const memberStart = /^\s*\{\s*"(?:log|MESSAGE|message)"\s*:\s*/.exec(text);
  return memberStart ? unwrapQuoted(text.slice(memberStart[0].length)) : undefined;
}
/** Reads one member of an object that is printed over several lines. */
function unwrapMember(text) {
  const memberStart = /^\s*"(?:log|MESSAGE|message|msg|textPayload)"\s*:\s*/.exec(text);
  if (memberStart) return unwrapQuoted(text.slice(memberStart[0].length));
  // A string in a list is a line if it looks like one.
  const layer = /^\s*"(?:[^"\\]|\\.)*",?\s*$/.test(text) ? unwrapQuoted(text.trimStart()) : undefined;
  return layer && isRecordStart(layer.text) ? layer : undefined;
}
function unwrapQuoted(text) {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"?/.exec(text)?.[1];
  if (quoted === undefined) return undefined;
  return { text: unescapeText(quoted).replace(/\n$/, '') };
}
function unescapeText(text) {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text.replace(/\\(["\\/])/g, '$1');
  }
}
/** journald writes a line with non-printable bytes as an array of numbers. */
function decodeLine(value) {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || value.length === 0 || !value.every((byte) => Number.isInteger(byte)))
    return undefined;
  return new TextDecoder().decode(Uint8Array.from(value));
}
const getFirstNonBlank = (text) => text.charAt(text.search(/\S/));
