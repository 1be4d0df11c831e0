import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCause } from '../../src/diagnose/causes/index.js';
import { envoyAccessDecoder } from '../../src/parse/envoy-access/decoder.js';
import { envoyAppDecoder } from '../../src/parse/envoy-app/decoder.js';
import { compileKnownEnvoyFormats } from '../../src/parse/known-formats.js';

// Walks the reference table of all signals of Envoy: each row becomes records, and each record must have the row's cause,
// or a more specific one that falls back to it.
const referencePath = join(import.meta.dirname, '../../../shared/reference/envoy-signals.tsv');
const rows = existsSync(referencePath) ? parseRows(readFileSync(referencePath, 'utf8')) : [];
const selectKind = (name) => rows.filter((row) => row.kind === name);
describe.skipIf(rows.length === 0)('every signal of the reference (needs ../shared/reference)', () => {
  describe.each(selectKind('flag'))('flag $text, $cause', ({ text, status, cause }) => {
    it.each(listStatuses(status))('with status %i', (code) => {
      const fields = { code, flags: text };
      expect(listCauses(formatText({ ...fields, details: null }))).toSatisfy(
        matchesCause(flagCauses[text] ?? cause),
      );
      expect(listCauses(formatJson({ ...fields, details: null }))).toSatisfy(
        matchesCause(flagCauses[text] ?? cause),
      );
    });
  });
  describe.each(selectKind('details'))('details $text, $cause', ({ text, status, cause }) => {
    it.each(listStatuses(status))('with status %i', (code) => {
      // Without a reason, only the duration distinguishes a timeout from a refused connection.
      const duration = text.endsWith('{connection_failure}') ? 5_002 : 12;
      const fields = { code, details: fillTemplate(text), duration };
      expect(listCauses(formatText(fields))).toSatisfy(matchesCause(detailsCauses[text] ?? cause));
      expect(listCauses(formatJson(fields))).toSatisfy(matchesCause(detailsCauses[text] ?? cause));
    });
  });
  describe.each(selectKind('transport'))('transport reason $text, $cause', ({ text, cause }) => {
    const reason = fillTemplate(formatAsPrinted(text));
    const host = /immediate connect error: (2|11|13|No such|Resource|Permission)/.test(text)
      ? '/run/app.sock'
      : '10.0.0.5:8080';
    const expected = matchesCause(transportCauses[text] ?? cause);
    it.each([
      ['|', reason.replaceAll(' ', '_')],
      [',', reason.replaceAll(' ', '_')],
      [',', reason],
    ])('after "%s" in the details: %s', (separator, reasonText) => {
      const details = `upstream_reset_before_response_started{remote_connection_failure${separator}${reasonText}}`;
      expect(listCauses(formatJson({ code: 503, flags: 'UF', details, host }))).toSatisfy(expected);
      expect(
        listCauses(formatText({ code: 503, flags: 'UF', details: details.replaceAll(' ', '_'), host })),
      ).toSatisfy(expected);
    });
    it.each([reason, reason.replaceAll(' ', '_')])('in its own field: %s', (reasonText) => {
      const details = 'upstream_reset_before_response_started{connection_failure}';
      expect(listCauses(formatText({ code: 503, flags: 'UF', details, reason: reasonText, host }))).toSatisfy(
        expected,
      );
      expect(
        listCauses(formatJson({ code: 503, flags: 'UF,URX', details: null, reason: reasonText, host })),
      ).toSatisfy(expected);
    });
  });
  describe.each(selectKind('applog'))('application log $text, $cause', ({ text, cause }) => {
    it.each(listLayouts(text))('in the layout of %s', (_, record) => {
      const event = envoyAppDecoder.decode(makeRecord(record), decoderOptions);
      if (/^\[(debug|trace)\]/.test(text)) return expect(event).toMatchObject({ type: 'notice' });
      if (restarts.test(text)) return expect(event).toMatchObject({ type: 'change' });
      if (harmless.test(text)) return expect(event).toMatchObject({ type: 'notice' });
      return expect(listCauses(event)).toSatisfy(matchesCause(cause));
    });
  });
  it.each(selectKind('event'))('host event $text, $cause', ({ text, cause }) => {
    const event = envoyAppDecoder.decode(makeRecord(formatEvent(text)), decoderOptions);
    expect(event).toMatchObject({
      type: 'notice',
      kind: cause === '-' ? 'informational' : 'ejection',
      upstreamName: 'orders',
      peer: '10.0.0.5:8080',
    });
  });
});
/** Rows whose cause is more specific than the table's, or depends on the details. */
const flagCauses = {
  // A class without its reason: a specific cause would be a guess.
  UF: 'connect-failed',
  // Denied by a policy; only an error of the policy service is a failure, and the details show it.
  UAEX: '-',
  NR: '-',
};
const detailsCauses = {
  // Configured on purpose.
  direct_response: '-',
};
const transportCauses = {
  // The list of causes has a separate entry for what the kernel forbids, for every gateway.
  'immediate connect error: Operation not permitted': 'access-denied',
};
/** Control plane streams are not requests, and Envoy continues with its current configuration; a low limit is only a risk. */
const harmless =
  /gRPC config stream |Unable to establish new stream|HdsDelegate|Failed to raise file descriptor limit/;
const restarts =
  /shutting down server|closing and draining|starting main dispatch loop|all clusters initialized/;
const fallbacks = {
  'stream-reset': 'connection-reset',
  'tls-timeout': 'connect-timeout',
  'tls-client-cert': 'tls-handshake',
  'access-denied': 'socket-permission',
  'no-route': 'bad-upstream-config',
  'config-push': 'bad-upstream-config',
  'load-shed': 'circuit-open',
  'address-unavailable': 'ports-exhausted',
  'gateway-filter': 'bad-upstream-config',
  'gateway-dependency': 'bad-upstream-config',
  'upstream-503': 'upstream-502',
  'upstream-504': 'upstream-502',
  'idle-timeout': 'read-timeout',
  'max-duration': 'read-timeout',
};
/** The cause of an event and the ones it falls back to. Empty for no failure. */
function listCauses(event) {
  if (event?.type !== 'request' && event?.type !== 'attempt') return [];
  if (event.finding === null) return [];
  const causes = [findCause(event.finding).id];
  for (let next = fallbacks[causes[0] ?? '']; next; next = fallbacks[next]) causes.push(next);
  return causes;
}
const matchesCause = (cause) => (causes) =>
  cause === '-' || cause === 'client-abort' ? causes.length === 0 : causes.includes(cause);
function parseRows(table) {
  const [, ...lines] = table.trimEnd().split('\n');
  return lines.map((line) => {
    const [name = '', text = '', status = '', cause = ''] = line.split('\t');
    return { kind: name, text, status, cause };
  });
}
/** Lists the statuses of a row: `504|408`, `4xx`, `any`, `pass`. */
function listStatuses(status) {
  if (status === 'any') return [503];
  if (status === 'pass') return [502];
  // A modifier alone means nothing, so the answer is the application's.
  if (status === '-') return [404];
  return status.split('|').map((code) => Number(code.replaceAll('x', '0')));
}
/** Fills placeholders as Envoy would. */
const fillTemplate = (text) =>
  text
    .replaceAll(
      'local_connection_failure|<transport>',
      'local_connection_failure|failed_to_bind_to_10.0.0.9:0:_Cannot_assign_requested_address',
    )
    .replaceAll('<transport>', 'delayed_connect_error:_111')
    .replaceAll('<quic text>', 'QUIC_HTTP_FRAME_ERROR|FROM_SELF|Invalid_headers')
    .replaceAll('<reason>', 'connection_termination')
    .replaceAll('<addr>', '10.0.0.9:0')
    .replaceAll('<n>', '14')
    .replaceAll('<m>', '7')
    .replaceAll('<s>', '31')
    .replaceAll(/<[a-z]+>/g, 'orders');
/** Completes TLS texts: the table has only number and name, or the text that newer releases put before the end. */
function formatAsPrinted(text) {
  const [, number, name = ''] = /^(\d{9}|33554536) (.*)$/.exec(text) ?? [];
  if (number !== undefined) return `TLS_error:|${number}:SSL routines:OPENSSL_internal:${name}:TLS_error_end`;
  if (!text.startsWith('verify cert')) return text;
  return `TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:${text}:TLS_error_end`;
}
function formatText({ code, flags = '-', details, reason = '-', duration = 12, host = '10.0.0.5:8080' }) {
  const detailsText = details === null ? '' : `${details} - "${reason}" `;
  const mesh =
    details === null ? '' : ' outbound|8080||orders.shop.svc.cluster.local - 10.96.1.3:80 10.0.0.9:5 - -';
  const line = `[2026-07-22T10:15:30.123Z] "GET /cart HTTP/1.1" ${code} ${flags} ${detailsText}0 152 ${duration} - "-" "curl/8.5.0" "7c0f5d1e" "shop.example" "${host}"${mesh}`;
  return envoyAccessDecoder.decode(makeRecord(line), decoderOptions);
}
function formatJson({ code, flags = '-', details, reason = '-', duration = 12, host = '10.0.0.5:8080' }) {
  const line = JSON.stringify({
    start_time: '2026-07-22T10:15:30.123Z',
    method: 'GET',
    path: '/cart',
    response_code: code,
    response_flags: flags,
    ...(details === null ? {} : { response_code_details: details }),
    upstream_transport_failure_reason: reason === '-' ? null : reason,
    bytes_sent: 152,
    duration: String(duration),
    upstream_host: host,
  });
  return envoyAccessDecoder.decode(makeRecord(line), decoderOptions);
}
/** Formats `[warning][config] message` in every layout of the application log. */
function listLayouts(text) {
  const [, level = '', logger = 'main', template = ''] = /^\[(\w+)\](?:\[(\w+)\])? (.*)$/.exec(text) ?? [];
  const message = fillTemplate(template)
    .replace('socket(2) failed, got error: orders', 'socket(2) failed, got error: Too many open files')
    .replace('Caught orders', 'Caught Aborted');
  const file = 'source/common/x/y.cc:88';
  return [
    ['Envoy', `[2026-07-22 10:15:30.123][12][${level}][${logger}] [./${file}] ${message}`],
    ['Envoy with fine-grain logging', `[2026-07-22 10:15:30.123][12][${level}] [./${file}] ${message}`],
    ['an old Envoy', `[2026-07-22 10:15:30.123][12][${level}][${logger}] external/envoy/${file}] ${message}`],
    [
      'Istio',
      `2026-07-22T10:15:30.123456Z\t${level}\tenvoy ${logger} external/envoy/${file}\t${message}\tthread=23`,
    ],
    ['an old Istio', `2026-07-22T10:15:30.123456Z\t${level}\tenvoy ${logger}\t${message}`],
    [
      'Istio in JSON',
      JSON.stringify({ time: '2026-07-22T10:15:30.123456Z', level, scope: `envoy ${logger}`, msg: message }),
    ],
    [
      'Stackdriver',
      `${level.charAt(0).toUpperCase()}0722 10:15:30.123 12 envoy/y.cc:88] [12][${logger}]${message}`,
    ],
  ];
}
function formatEvent(text) {
  const parsed = JSON.parse(text.replaceAll('"<t>"', '"ACTIVE"').replaceAll('<b>', 'true'));
  const host = { socket_address: { protocol: 'TCP', address: '10.0.0.5', port_value: 8080 } };
  return JSON.stringify({
    timestamp: '2026-07-22T10:15:30.123Z',
    cluster_name: 'orders',
    ...(text.includes('"action"')
      ? { upstream_url: '10.0.0.5:8080' }
      : { health_checker_type: 'HTTP', host }),
    ...Object(parsed),
  });
}
function makeRecord(text) {
  return { text, location: { file: 'envoy.log', byte: 0, line: 1 }, stampedAt: null, source: null };
}
const decoderOptions = {
  toEpochMs: () => 0,
  nginxFormats: [],
  envoyFormats: compileKnownEnvoyFormats(),
};
