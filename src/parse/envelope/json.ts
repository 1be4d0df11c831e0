import type { EnvelopeLayer } from './layer.js';

/** Extracts the log line from a JSON object (docker, journald, log shippers); undefined if there is none. */
export const unwrapJson = (text: string): EnvelopeLayer | undefined => {
  const start = getFirstNonBlank(text);
  if (start === '{') return unwrapObject(text) ?? unwrapCutObject(text);
  return start === '"' ? unwrapMember(text) : undefined;
};

/** Members that hold the original line, most reliable first. */
const lineMembers = ['log', 'MESSAGE', 'message', 'msg', 'textPayload'] as const;

/** An object with one of these is an access record itself, whatever else it contains. */
const accessMembers = ['response_code', 'response_flags', 'upstream_host', 'upstream_addr', 'request_time'];

/** Docker splits lines at 16 KiB; a shorter line without a line feed is complete. */
const dockerPieceChars = 16_000;

function unwrapObject(text: string): EnvelopeLayer | undefined {
  if (!lineMembers.some((name) => text.includes(`"${name}"`))) return undefined;
  const members = parseMembers(text);
  if (members === undefined || accessMembers.some((name) => name in members)) return undefined;
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
  return undefined;
}

function parseMembers(text: string): Record<string, unknown> | undefined {
  try {
    // Text that starts with a brace parses to an object.
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Reads a truncated object, if its first member is the line. */
function unwrapCutObject(text: string): EnvelopeLayer | undefined {
  const memberStart = /^\s*\{\s*"(?:log|MESSAGE|message)"\s*:\s*/.exec(text);
  return memberStart ? unwrapQuoted(text.slice(memberStart[0].length)) : undefined;
}

/** Reads one member of an object that is printed over several lines. */
function unwrapMember(text: string): EnvelopeLayer | undefined {
  const memberStart = /^\s*"(?:log|MESSAGE|message|msg|textPayload)"\s*:\s*/.exec(text);
  return memberStart ? unwrapQuoted(text.slice(memberStart[0].length)) : undefined;
}

function unwrapQuoted(text: string): EnvelopeLayer | undefined {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"?/.exec(text)?.[1];
  if (quoted === undefined) return undefined;
  return { text: unescapeText(quoted).replace(/\n$/, '') };
}

function unescapeText(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text.replace(/\\(["\\/])/g, '$1');
  }
}

/** journald writes a line with non-printable bytes as an array of numbers. */
function decodeLine(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || value.length === 0 || !value.every((byte) => Number.isInteger(byte)))
    return undefined;
  return new TextDecoder().decode(Uint8Array.from(value));
}

function parseTime(members: Record<string, unknown>): number | null {
  for (const name of ['time', '@timestamp', 'timestamp', 'ts']) {
    const value = members[name];
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(at)) return at;
  }
  const timestampUs = Number(
    members['_SOURCE_REALTIME_TIMESTAMP'] ?? members['__REALTIME_TIMESTAMP'] ?? Number.NaN,
  );
  return Number.isFinite(timestampUs) ? Math.floor(timestampUs / 1000) : null;
}

function findSource(members: Record<string, unknown>): string | null {
  const kubernetes = asMembers(members['kubernetes']);
  const names = [
    kubernetes?.['pod_name'],
    asMembers(kubernetes?.['pod'])?.['name'],
    members['container_name'],
    members['_HOSTNAME'],
    members['hostname'],
    asMembers(members['host'])?.['name'],
    members['host'],
  ];
  return (names.find((name) => typeof name === 'string' && name !== '') as string | undefined) ?? null;
}

function asMembers(value: unknown): Record<string, unknown> | undefined {
  // Checked to be an object; its members stay unknown.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

const getFirstNonBlank = (text: string): string => text.charAt(text.search(/\S/));
