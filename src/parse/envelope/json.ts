import type { Layer } from './layer.js';

/** The log line inside a JSON object (docker, journald, log shippers), or undefined when there is none. */
export const unwrapJson = (text: string): Layer | undefined => {
  const start = firstInk(text);
  if (start === '{') return fromObject(text) ?? fromCutObject(text);
  return start === '"' ? fromMember(text) : undefined;
};

/** Members that hold a line as it was written, in the order of trust. */
const lineMembers = ['log', 'MESSAGE', 'message', 'msg', 'textPayload'] as const;

/** A record with one of these is an access record of its own, whatever else it holds. */
const accessMembers = ['response_code', 'response_flags', 'upstream_host', 'upstream_addr', 'request_time'];

/** Docker splits lines at this length; a shorter one without a line feed merely lost it. */
const dockerPieceChars = 16_000;

function fromObject(text: string): Layer | undefined {
  if (!lineMembers.some((name) => text.includes(`"${name}"`))) return undefined;
  const members = parsed(text);
  if (members === undefined || accessMembers.some((name) => name in members)) return undefined;
  for (const name of lineMembers) {
    const line = lineOf(members[name]);
    if (line === undefined) continue;
    const ended = line.endsWith('\n');
    return {
      text: ended ? line.slice(0, -1) : line,
      stampedAt: timeOf(members),
      source: sourceOf(members),
      ...('stream' in members && { partial: ended || line.length < dockerPieceChars ? 'last' : 'more' }),
    };
  }
  return undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    // An object literal begins with a brace, and only an object does.
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** An object whose end was lost, if its first member is the line. */
function fromCutObject(text: string): Layer | undefined {
  const head = /^\s*\{\s*"(?:log|MESSAGE|message)"\s*:\s*/.exec(text);
  return head ? quotedFrom(text.slice(head[0].length)) : undefined;
}

/** One member of an object that was printed over several lines. */
function fromMember(text: string): Layer | undefined {
  const head = /^\s*"(?:log|MESSAGE|message|msg|textPayload)"\s*:\s*/.exec(text);
  return head ? quotedFrom(text.slice(head[0].length)) : undefined;
}

function quotedFrom(text: string): Layer | undefined {
  const quoted = /^"((?:[^"\\]|\\[\s\S])*)"?/.exec(text)?.[1];
  if (quoted === undefined) return undefined;
  return { text: unescaped(quoted).replace(/\n$/, '') };
}

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text.replace(/\\(["\\/])/g, '$1');
  }
}

/** journald writes a line with odd bytes as an array of numbers. */
function lineOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || value.length === 0 || !value.every((byte) => Number.isInteger(byte)))
    return undefined;
  return new TextDecoder().decode(Uint8Array.from(value));
}

function timeOf(members: Record<string, unknown>): number | null {
  for (const name of ['time', '@timestamp', 'timestamp', 'ts']) {
    const value = members[name];
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(at)) return at;
  }
  const micros = Number(
    members['_SOURCE_REALTIME_TIMESTAMP'] ?? members['__REALTIME_TIMESTAMP'] ?? Number.NaN,
  );
  return Number.isFinite(micros) ? Math.floor(micros / 1000) : null;
}

function sourceOf(members: Record<string, unknown>): string | null {
  const kubernetes = membersOf(members['kubernetes']);
  const names = [
    kubernetes?.['pod_name'],
    membersOf(kubernetes?.['pod'])?.['name'],
    members['container_name'],
    members['_HOSTNAME'],
    members['hostname'],
    membersOf(members['host'])?.['name'],
    members['host'],
  ];
  return (names.find((name) => typeof name === 'string' && name !== '') as string | undefined) ?? null;
}

function membersOf(value: unknown): Record<string, unknown> | undefined {
  // Checked to be an object in the same breath; what it holds stays unknown.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

const firstInk = (text: string): string => text.charAt(text.search(/\S/));
