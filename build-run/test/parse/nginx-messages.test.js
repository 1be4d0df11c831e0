import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCause } from '../../src/diagnose/causes/index.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';
import { nginxErrorDecoder } from '../../src/parse/nginx-error/decoder.js';
import {
  findMeaning,
  parseMessageShape,
  tokenizeNginxMessage,
} from '../../src/parse/nginx-error/read-message.js';
import { splitRecord } from '../../src/parse/nginx-error/split-record.js';

/** Every message of nginx's sources with each of its actions: 7 columns separated by tabs. */
const cataloguePath = resolve(import.meta.dirname, '../../../shared/reference/nginx-messages.tsv');
const hasCatalogue = existsSync(cataloguePath);
describe.skipIf(!hasCatalogue)(
  `every message of nginx (${hasCatalogue ? 'catalogue' : 'no catalogue beside the repository'})`,
  () => {
    const cases = hasCatalogue ? readCatalogue().flatMap(expandSamples) : [];
    it.each(cases)('$cause: $message ($action, $level)', (sample) => {
      expect(describeCause(parseEvent(formatRecord(sample)))).toSatisfy(matchesCause(sample.cause));
    });
    it.each(cases.filter(isWithUpstream))(
      '$cause, truncated or wrapped: $message ($action, $level)',
      (sample) => {
        const record = formatRecord(sample);
        const cuts = [
          record.slice(0, record.lastIndexOf('"') - 3),
          record.slice(0, record.indexOf(', host: ') + 4),
          record.slice(0, record.indexOf(', server: ')),
          record.replace(/, (client|server|request|upstream|host): /g, ',\n   $1: '),
          record.replaceAll('"', '&quot;'),
        ];
        for (const cut of cuts)
          expect(describeCause(parseEvent(cut)), cut).toSatisfy(matchesCause(sample.cause));
      },
    );
    it('have exactly one parse, and the cached parse equals a fresh one', () => {
      for (const sample of cases) {
        const parts = splitRecord(formatRecord(sample));
        const shape = tokenizeNginxMessage(parts?.message.text ?? '').map(({ kind }) => kind);
        const fresh = parseMessageShape(shape);
        if ('parseCount' in fresh) expect(fresh.parseCount, sample.message).toBeLessThanOrEqual(1);
        const plan = 'plan' in fresh ? fresh.plan : undefined;
        expect(findMeaning(shape)).toEqual(plan);
        expect(findMeaning(shape)).toEqual(plan);
      }
    });
  },
);
function readCatalogue() {
  const [, ...lines] = readFileSync(cataloguePath, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [template = '', level = '', , actions = '', status = '', cause = '', note = ''] = line.split('\t');
    return {
      template,
      levels: level
        .replace(/\(.*\)/, '')
        .trim()
        .split('|'),
      actions: actions.split(';').map((action) => action.trim()),
      status,
      cause,
      note,
    };
  });
}
function expandSamples({ template, levels, actions, ...rest }) {
  return levels.flatMap((level) =>
    actions
      .filter((action) => !action.startsWith('context:'))
      .map((action) => ({
        ...rest,
        level,
        action: formatAction(action),
        message: fillTemplate(template, rest.cause),
      }))
      .filter((sample) => !isMisnamed(sample)),
  );
}
/** The catalogue has one cause for all timeouts of mail proxies, but an idle session is not a connect timeout. */
const isMisnamed = ({ status, action, cause }) =>
  status.includes('(mail)') && cause === 'connect-timeout' && action !== ' while connecting to upstream';
function formatAction(action) {
  if (action.startsWith('"sending to client"')) return ' while sending to client';
  if (action === 'any') return ' while sending request to upstream';
  return action.startsWith('(none') ? (action.includes('no client') ? 'background' : '') : ` while ${action}`;
}
const nextRandom = createSequence(20_261_122);
function fillTemplate(template, cause) {
  return template
    .replace('<errno>: <strerror>', pickErrno(cause))
    .replace('<code>: <text>', cause === 'dns-not-found' ? '3: Host not found' : '2: Server failure')
    .replace('<code>:<text>', '18:self-signed certificate')
    .replace(
      'SSL: <errors>',
      'SSL: error:0A000126:SSL routines::sslv3 alert illegal parameter:SSL alert number 47',
    )
    .replace('<42-46>', String(42 + (nextRandom() % 5)))
    .replace('<process>', 'worker process')
    .replace('(<name>)', '(SIGHUP)')
    .replace(/<(?:dry|udp|what)>/g, '')
    .replace('<side>', 'upstream')
    .replaceAll('<prefix>', 'proxy')
    .replace(/<reason>(?= in upstream)/, 'invalid host')
    .replace('unix:<path>', 'unix:/run/app.sock')
    .replace('<ip>:<port>', `10.0.${nextRandom() % 250}.5:${1024 + (nextRandom() % 60_000)}`)
    .replace(/<(?:n|id|pid|line|fd|h2code|status|signal|nnn|code|connection)>/g, () =>
      String(1 + (nextRandom() % 900)),
    )
    .replace(/<(?:addr|resolver)>/g, '10.0.0.2:53')
    .replace(/<zone>/g, ' in zone "one"')
    .replace(/<([a-z0-9 ]+)>/g, (_, name) =>
      name === 'hh' ? '20' : `${name.replaceAll(' ', '-')}${nextRandom() % 99}`,
    );
}
function pickErrno(cause) {
  const errnos = {
    'connection-reset': '104: Connection reset by peer',
    'connection-refused': '111: Connection refused',
    'client-abort': '32: Broken pipe',
    'gateway-disk': '28: No space left on device',
    'gateway-memory': '12: Cannot allocate memory',
    'access-denied': '1: Operation not permitted',
  };
  return errnos[cause] ?? '71: Protocol error';
}
function formatRecord({ level, message, action, status }) {
  const head = `2026/11/22 09:23:04 [${level}] 2388#2388: `;
  if (level === 'emerg' || level === 'notice' || action === 'background') return `${head}${message}`;
  if (action === ' while resolving') return `${head}${message}${action}, resolver: 10.0.0.2:53`;
  const line = `${head}*45 ${message}${action}, client: 203.0.113.7, server: shop.example`;
  if (status.startsWith('stream')) {
    return `${line}, upstream: "10.0.0.5:5432", bytes from/to client:0/0, bytes from/to upstream:0/0`;
  }
  const upstream = action === '' ? '' : ', upstream: "http://10.0.0.5:8080/cart"';
  return `${line}, request: "GET /cart HTTP/1.1"${upstream}, host: "shop.example", referrer: "https://shop.example/"`;
}
const isWithUpstream = (sample) => formatRecord(sample).includes('upstream: "http');
const decoderOptions = { toEpochMs: createLocalTimeParser('UTC'), nginxFormats: [], envoyFormats: [] };
const location = { file: 'error.log', byte: 0, line: 1 };
const parseEvent = (text) =>
  nginxErrorDecoder.decode({ text, location, stampedAt: null, source: null }, decoderOptions);
function describeCause(event) {
  if (event === undefined) return 'nothing';
  if (event.type === 'attempt') return findCause(event.finding).id;
  return event.type === 'notice' ? event.kind : event.type;
}
/** Accepts the catalogue's cause, or a more specific one that falls back to it. */
function matchesCause(cause) {
  const expected = noticeCauses[cause];
  if (expected !== undefined) return (described) => expected.includes(described);
  return (described) => listCoarser(described).includes(cause);
}
const noticeCauses = {
  none: ['informational', 'ejection'],
  derived: ['derived'],
  'rate-limited': ['rate-limited'],
  'client-abort': ['client-abort'],
  'client-timeout': ['client-timeout'],
  'gateway-restart': ['change'],
};
const fallbacks = {
  'stream-reset': 'connection-reset',
  'tls-client-cert': 'tls-handshake',
  'address-unavailable': 'ports-exhausted',
};
const listCoarser = (cause) => {
  // Unknown names have no fallback.
  const next = fallbacks[cause];
  return next === undefined ? [cause] : [cause, ...listCoarser(next)];
};
function createSequence(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 8;
  };
}
