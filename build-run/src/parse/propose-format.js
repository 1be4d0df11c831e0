import { isJsonObject, parseJsonObject } from './format/lenient-json.js';
import { compileNginxFormat } from './format/nginx-format.js';
/**
 * Derives the format of an access line that no known format matches from what its values are: a status, a request, a time,
 * addresses, durations. Undefined if it has no status beside a request or an address, as then it is no access line.
 */
export function proposeFormat(line) {
  if (line.length > lineCharsMax) return undefined;
  const object = line.startsWith('{') ? parseJsonObject(line) : undefined;
  const names = [];
  const format = object === undefined ? proposeTextFormat(line, names) : proposeJsonFormat(object, names);
  if (!names.includes('status') || !identifyingNames.some((name) => names.includes(name))) return undefined;
  return fits({ format, names }, line) ? { format, names } : undefined;
}
/** How many of the lines the format matches. */
export function countMatches({ format }, lines) {
  const { extract } = compileNginxFormat(format);
  return lines.filter((line) => extract(line)?.has('status') === true).length;
}
const lineCharsMax = 8_192;
const identifyingNames = ['request', 'request_uri', 'remote_addr', 'upstream_addr'];
const fits = (proposed, line) => countMatches(proposed, [line]) === 1;
/** What a value is, in the order of certainty. The same kind may occur twice: the second one is the upstream's. */
const kinds = [
  { pattern: /^\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/, names: ['time_local'] },
  { pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)$/, names: ['time_iso8601'] },
  { pattern: /^1\d{9}\.\d{3}$/, names: ['msec'] },
  { pattern: /^[A-Z]{3,8} \S+ HTTP\/\d(?:\.\d)?$/, names: ['request'] },
  {
    pattern: /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[\da-f:]{2,39}:[\da-f:]{1,39}\]?):\d{1,5}$|^unix:\S+$/,
    names: ['upstream_addr'],
  },
  { pattern: /^\d{1,3}(?:\.\d{1,3}){3}$|^[\da-f]{0,4}(?::[\da-f]{0,4}){3,7}$/, names: ['remote_addr'] },
  { pattern: /^[1-5]\d\d$/, names: ['status', 'upstream_status'] },
  { pattern: /^\d{1,6}\.\d{3}$/, names: ['request_time', 'upstream_response_time'] },
  { pattern: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT)$/, names: ['request_method'] },
  { pattern: /^HTTP\/\d(?:\.\d)?$/, names: ['server_protocol'] },
  { pattern: /^\/[^\s"]*$/, names: ['request_uri'] },
  { pattern: /^\d{1,12}$/, names: ['body_bytes_sent'] },
];
/** Returns the variable of a value; a new one of its own if nothing is recognised. */
function nameValue(value, names, unknown) {
  const kind = kinds.find(({ pattern }) => pattern.test(value));
  const name = kind?.names.find((candidate) => !names.includes(candidate));
  if (name !== undefined) {
    names.push(name);
    return `$${name}`;
  }
  unknown.count += 1;
  return `$field${unknown.count}`;
}
/** Values are what stands in brackets, in quotation marks, or between blanks and separators. */
function proposeTextFormat(line, names) {
  const unknown = { count: 0 };
  return line.replace(
    /\[([^[\]]+)\]|"([^"]*)"|([A-Z]{3,8} \/[^\s"]* HTTP\/\d(?:\.\d)?|[^\s"[\]|;,]+)/g,
    (whole, bracketed, quoted) => {
      if (bracketed !== undefined) return `[${nameValue(bracketed, names, unknown)}]`;
      if (quoted !== undefined) return `"${nameValue(quoted, names, unknown)}"`;
      const pair = /^([A-Za-z][\w.-]{0,40}=)(.+)$/.exec(whole);
      if (pair !== null) return `${pair[1]}${nameValue(pair[2] ?? '', names, unknown)}`;
      return whole === '-' && unknown.count === 0 && names.length === 1
        ? '-'
        : nameValue(whole, names, unknown);
    },
  );
}
function proposeJsonFormat(object, names) {
  const unknown = { count: 0 };
  const write = (value) =>
    `{${Object.entries(value)
      .map(
        ([key, item]) =>
          `${JSON.stringify(key)}:${isJsonObject(item) ? write(item) : `"${nameValue(String(item), names, unknown)}"`}`,
      )
      .join(',')}}`;
  return write(object);
}
