import { withTenant } from '../customer.js';
import type { AccessFormat, Dialect, Gateway } from '../decoder.js';
import { envoyJsonOperators, envoyJsonValues } from '../format/envoy-json.js';
import { untrusted } from '../format/extraction-table.js';
import { type JsonObject, readJsonObject } from '../format/lenient-json.js';
import type { LogRecord } from '../line.js';
import { fieldPairs, fieldTable } from './field-table.js';
import { fragmentIn } from './partial-line.js';
import { replyBodyValues } from './reply-body.js';
import { type AccessRecord, requestFrom } from './to-request.js';

/** Envoy's access log, as Envoy itself, Istio, Contour and Envoy Gateway write it, in text or in JSON. */
export const envoyAccess: Gateway = {
  id: 'envoy-access',
  family: 'envoy',
  begins: (line) => startsWithTime(line) || startsJson(line),
  isWhole: (record) => (startsJson(record) ? endsJson(record) : hasAllQuotes(record)),
  read: (record, dialect) => {
    const access = accessRecord(record, dialect);
    return access && withTenant(requestFrom(access, record), access.values, dialect.customerField);
  },
};

function accessRecord({ text }: LogRecord, { envoyFormats }: Dialect): AccessRecord | undefined {
  const formatted = byFormat(text, envoyFormats);
  if (formatted?.suspect === false) return formatted;
  const json = readJsonObject(text.replaceAll('\n', ''));
  if (json) return fromFields(json) ?? formatted;
  const read = byTable(text) ?? bySequence(text) ?? byReplyBody(text);
  return read?.suspect === false ? read : (formatted ?? read);
}

/** The first format that the line fits without doubt, else the first that it fits at all. */
function byFormat(text: string, formats: readonly AccessFormat[]): AccessRecord | undefined {
  let doubtful: AccessRecord | undefined;
  for (const { extract, fields } of formats) {
    const values = extract(text);
    if (values === undefined) continue;
    const suspect = values.has(untrusted);
    const access = { values, logs: (name: string) => fields.has(name), partial: false, suspect };
    if (!suspect) return access;
    doubtful ??= access;
  }
  return doubtful;
}

function byTable(text: string): AccessRecord | undefined {
  const fields = text.includes('\n') ? fieldTable(text) : fieldPairs(text);
  return fields && fromFields(fields);
}

function fromFields(fields: JsonObject): AccessRecord | undefined {
  const values = envoyJsonValues(fields);
  if (!values) return undefined;
  // Only what failed asks which operators there are, and then for several.
  let operators: ReadonlySet<string> | undefined;
  const logs = (name: string) => {
    operators ??= envoyJsonOperators(fields);
    return operators.has(name);
  };
  return { values, logs, partial: false, suspect: false };
}

function bySequence(text: string): AccessRecord | undefined {
  const fragment = fragmentIn(text);
  if (!fragment) return undefined;
  const { values, fields, partial, suspect } = fragment;
  return { values, logs: (name) => fields.has(name), partial, suspect };
}

function byReplyBody(text: string): AccessRecord | undefined {
  const values = replyBodyValues(text);
  return values && { values, logs: (name) => values.has(name), partial: true, suspect: false };
}

const startsWithTime = (line: string) => /^(?:[A-Z]{2,16} )?\[\d{4}-\d\d-\d\dT[^\]\s]{1,32}\] "/.test(line);
const startsJson = (line: string) => line === '{' || (line.startsWith('{') && jsonSign.test(line));
const jsonSign = /"(?:response_code|response_flags|upstream_cluster|:authority|downstream_remote_address)"/;
const endsJson = (record: string) => record.trimEnd().endsWith('}');

/** Request, client, agent, id, authority and upstream: a line that was wrapped in between has fewer quotes so far. */
const hasAllQuotes = (record: string) => record.split('"').length > 12;
