import { formatAuthority, placeholders } from '../fix-target.js';
import { change } from './fix-step.js';
/**
 * Changes of one setting, written as each product takes it: a directive of nginx with the prefix of its protocol, an
 * annotation of ingress-nginx, a field of Envoy, or of the resource that a product makes Envoy's configuration from.
 */
/** `proxy_read_timeout`, `fastcgi_read_timeout`, `uwsgi_read_timeout`, `grpc_read_timeout`. */
export const nameDirective = ({ surroundings: { scheme } }, name) =>
  `${directivePrefixes[scheme ?? 'http']}_${name}`;
const directivePrefixes = {
  http: 'proxy',
  https: 'proxy',
  grpc: 'grpc',
  grpcs: 'grpc',
  fastcgi: 'fastcgi',
  uwsgi: 'uwsgi',
  scgi: 'scgi',
  memcached: 'memcached',
};
/** False for directives that the module of this protocol does not have. */
const isDirective = ({ surroundings: { scheme } }, name) =>
  !missingDirectives[directivePrefixes[scheme ?? 'http']].test(name);
const missingDirectives = {
  proxy: /^$/,
  grpc: /^(?:buffers|busy_buffers_size|request_buffering|max_temp_file_size|http_version)$/,
  fastcgi: /^http_version$|^ssl_/,
  uwsgi: /^http_version$/,
  scgi: /^http_version$|^ssl_/,
  memcached: /^(?:buffers|busy_buffers_size|request_buffering|max_temp_file_size|http_version)$|^ssl_/,
};
/** The directive that names the upstream: `proxy_pass`, `fastcgi_pass`, `uwsgi_pass`. */
export const namePassDirective = (facts) => nameDirective(facts, 'pass');
/**
 * Changes the scheme in the directive that names the upstream and leaves the rest of it, which may be a group or a path, as
 * it is.
 */
export const changeScheme = (facts, text, from, to) =>
  facts.surroundings.gateway === 'ingress-nginx'
    ? annotateIngress(facts, `${text}: declare the protocol`, [`backend-protocol=${to.toUpperCase()}`])
    : change('gateway', `${text}: in its ${namePassDirective(facts)}, replace ${from}:// by`, `${to}://`, {
        undo: `Write ${from}:// again, and reload.`,
      });
/** What the upstream speaks instead of HTTP, if its socket is named after a runtime that has a protocol of its own. */
export function changeProtocolOfRuntime(facts) {
  const { scheme, runtime, gateway } = facts.surroundings;
  if (scheme !== 'http') return false;
  const address = facts.socket === placeholders.socket ? formatAuthority(facts) : `unix:${facts.socket}`;
  const undo = 'Put proxy_pass back, and reload.';
  const where = 'if every request fails, in the location, replace its proxy_pass';
  if (gateway === 'ingress-nginx')
    return (
      runtime === 'php-fpm' &&
      annotateIngress(facts, 'PHP-FPM was asked in HTTP: declare the protocol', ['backend-protocol=FCGI'])
    );
  if (runtime === 'uwsgi')
    return change(
      'gateway',
      `uWSGI was asked in HTTP: ${where}`,
      `include uwsgi_params; uwsgi_pass ${address};`,
      {
        sideEffect: 'proxy directives of the location no longer apply.',
        undo,
      },
    );
  if (runtime !== 'php-fpm') return false;
  return change(
    'gateway',
    `PHP-FPM was asked in HTTP: ${where}`,
    `include fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass ${address};`,
    { sideEffect: 'proxy directives of the location no longer apply.', undo },
  );
}
/** Keeps nginx from addresses that its host has no route to. */
export const changeIpv4Only = (facts) =>
  changeMain(
    facts,
    {
      text: 'If the host has no IPv6, look up IPv4 only',
      place: 'on its resolver line',
      command: 'ipv6=off',
    },
    'disable-ipv6-dns',
    'true',
  );
/** A setting of all of nginx: at this place in its file, or by this key in the ConfigMap of ingress-nginx. */
export const changeMain = (
  { surroundings: { gateway, gatewayPod } },
  { text, place, command },
  key,
  value,
) =>
  gateway === 'ingress-nginx'
    ? change(
        'cluster',
        text,
        `kubectl -n ${gatewayPod?.namespace ?? 'ingress-nginx'} patch cm ingress-nginx-controller --type merge -p '{"data":{"${key}":"${value}"}}'`,
        { undo: 'Set the former value, or null.' },
      )
    : change('gateway', `${text}: ${place}`, command, { undo: 'Set the former value, and reload.' });
/** Lets nginx read a whole upload before it asks the upstream; false where the failing request had no body. */
export const bufferUploads = (facts, text) =>
  facts.record.mayHaveBody &&
  facts.surroundings.scheme !== 'grpc' &&
  facts.surroundings.scheme !== 'grpcs' &&
  changeDirectives(facts, text, { request_buffering: 'on' }, 'Uploads are stored on the disk first.');
/**
 * Adds directives beside the one that names the upstream; on ingress-nginx annotates the ingress instead. `text` is the
 * condition and the purpose. False where the product, or the module of this protocol, has none of them.
 */
export function changeDirectives(facts, text, directives, sideEffect) {
  const effects = sideEffect === undefined ? {} : { sideEffect };
  if (facts.surroundings.gateway === 'ingress-nginx') {
    // Its controller writes nginx.conf: what has no annotation cannot be set.
    const values = Object.entries(directives).flatMap(([name, value]) => toAnnotation(name, value) ?? []);
    return values.length > 0 && annotateIngress(facts, text, values, effects);
  }
  const lines = Object.entries(directives)
    .filter(([name]) => isDirective(facts, name))
    .map(([name, value]) => `${nameDirective(facts, name)} ${value};`);
  if (lines.length === 0) return false;
  return change('gateway', `${text} (set beside ${namePassDirective(facts)})`, lines.join(' '), {
    ...effects,
    undo: 'Put the former lines back, or remove these where there were none, and reload.',
  });
}
const annotateIngress = (facts, text, values, effects = {}) =>
  change(
    'cluster',
    text,
    `kubectl annotate ingress -n ${facts.service?.namespace ?? 'NS'} INGRESS ${values.map((value) => `nginx.ingress.kubernetes.io/${value}`).join(' ')}`,
    { ...effects, undo: 'kubectl annotate with the name and a dash removes it.' },
  );
/** The annotation for a directive of the proxy module; undefined where none has it. Times are seconds without a unit. */
function toAnnotation(name, value) {
  // One secret holds the authority, the certificate and its key.
  if (name === 'ssl_trusted_certificate' || name === 'ssl_certificate') return 'proxy-ssl-secret=NS/SECRET';
  if (!annotations.has(name)) return undefined;
  return `proxy-${name.replaceAll('_', '-')}=${value.replace(/^(\d+)s$/, '$1').replace(/^(.* .*)$/, "'$1'")}`;
}
const annotations = new Set([
  'read_timeout',
  'send_timeout',
  'connect_timeout',
  'buffer_size',
  'request_buffering',
  'max_temp_file_size',
  'http_version',
  'next_upstream',
  'ssl_name',
  'ssl_server_name',
  'ssl_protocols',
]);
