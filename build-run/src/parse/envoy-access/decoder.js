import { attachCustomer } from '../customer.js';
import { listEnvoyJsonOperators, parseEnvoyJson } from '../format/envoy-json.js';
import { untrustedKey } from '../format/extraction-table.js';
import { parseJsonObject } from '../format/lenient-json.js';
import { chooseFurthest } from '../format-stop.js';
import { parseFieldPairs, parseFieldTable } from './field-table.js';
import { kumaConnectionOperators, parseKumaConnection } from './kuma-connection.js';
import { parseEnvoyPartialLine } from './partial-line.js';
import { parseReplyBody } from './reply-body.js';
import { toRequest } from './to-request.js';
/**
 * Decodes Envoy's access log, as text or JSON, including that of Istio, Contour and Envoy Gateway: one record in, one request
 * out, with a finding if it failed at the gateway.
 */
export const envoyAccessDecoder = {
  id: 'envoy-access',
  isRecordStart: (line) => startsWithTime(line) || startsJson(line),
  isRecordComplete: (record) => (startsJson(record) ? endsJson(record) : hasAllQuotes(record)),
  findStop: (line, { envoyFormats }) => chooseFurthest(envoyFormats.map(({ findStop }) => findStop?.(line))),
  decode: (record, options) => {
    const parsed = parseAccessRecord(record, options);
    return parsed && attachCustomer(toRequest(parsed, record), parsed.values, options.customerField);
  },
};
function parseAccessRecord({ text }, { envoyFormats }) {
  const matched = parseByFormat(text, envoyFormats);
  if (matched?.isSuspect === false) return matched;
  const json = parseJsonObject(text.replaceAll('\n', ''));
  if (json) return createRecordFromFields(json) ?? matched;
  const result =
    parseFieldList(text) ?? parseConnection(text) ?? parseBySequence(text) ?? parseByReplyBody(text);
  return result?.isSuspect === false ? result : (matched ?? result);
}
/** Uses the first format that matches without ambiguity, else the first that matches. */
function parseByFormat(text, formats) {
  let untrustedRecord;
  for (const { extract, fields } of formats) {
    const values = extract(text);
    if (values === undefined) continue;
    const isSuspect = values.has(untrustedKey);
    const parsed = {
      values,
      hasOperator: (name) => fields.has(name),
      isPartial: false,
      isSuspect,
    };
    if (!isSuspect) return parsed;
    untrustedRecord ??= parsed;
  }
  return untrustedRecord;
}
function parseFieldList(text) {
  const fields = text.includes('\n') ? parseFieldTable(text) : parseFieldPairs(text);
  return fields && createRecordFromFields(fields);
}
function createRecordFromFields(fields) {
  const values = parseEnvoyJson(fields);
  if (!values) return undefined;
  // Only failed requests need the operators, and then several times.
  let operators;
  const hasOperator = (name) => {
    operators ??= listEnvoyJsonOperators(fields);
    return operators.has(name);
  };
  return { values, hasOperator, isPartial: false, isSuspect: false };
}
function parseConnection(text) {
  const values = parseKumaConnection(text);
  const hasOperator = (name) => kumaConnectionOperators.includes(name);
  return values && { values, hasOperator, isPartial: false, isSuspect: false };
}
function parseBySequence(text) {
  const partialLine = parseEnvoyPartialLine(text);
  if (!partialLine) return undefined;
  const { values, operators, isPartial, isSuspect } = partialLine;
  return { values, hasOperator: (name) => operators.has(name), isPartial, isSuspect };
}
function parseByReplyBody(text) {
  const values = parseReplyBody(text);
  return values && { values, hasOperator: (name) => values.has(name), isPartial: true, isSuspect: false };
}
/** Behind Kuma's time stands the name of the mesh, and before it the flags of a connection. */
const startsWithTime = (line) =>
  /^(?:[A-Z]{2,16} )?\[\d{4}-\d\d-\d\dT[^\]\s]{1,32}\] (?:"|[\w.-]{1,63} "[A-Z]|[A-Z,-]{1,40} [\w.-]{1,63} [^\s"]{1,200}->)/.test(
    line,
  );
const startsJson = (line) => line === '{' || (line.startsWith('{') && envoyKeyPattern.test(line));
const envoyKeyPattern =
  /"(?:response_code|response_flags|upstream_cluster|:authority|downstream_remote_address)"/;
const endsJson = (record) => record.trimEnd().endsWith('}');
/** Request, client, agent, id, authority and upstream are quoted: a line with fewer quotes is wrapped and continues. */
const hasAllQuotes = (record) =>
  record.split('"').length > 12 || / took \d+ms, sent \d+ bytes, received: \d+ bytes$/.test(record);
