import { isIpAddress, isIpv4, isIpv6 } from '../base/ip-address.js';
/**
 * Builds the values to fill into fixes. Anyone can write into a log, so a value is used only if it has exactly the form it
 * should have; otherwise its placeholder stays, and people see that they have to fill it in.
 *
 * `upstream` is the configured name (nginx group, host name, Envoy cluster) or an address; `peer` the address tried last.
 */
export function buildFixTarget({ peer, upstream }) {
  const cluster = parseIstioCluster(upstream ?? '');
  const dialled = cluster ?? parseEndpoint(upstream ?? '');
  const { host, port, socket } = parseAddress(peer ?? '') ?? dialled ?? {};
  return {
    host: host ?? placeholders.host,
    port: port ?? placeholders.port,
    socket: socket ?? placeholders.socket,
    name: parseUpstreamName(dialled?.host ?? upstream ?? '') ?? placeholders.name,
  };
}
/** Stand in for values that are unknown or invalid. */
export const placeholders = { host: 'HOST', port: 'PORT', socket: 'SOCKET', name: 'NAME' };
/** `HOST:PORT` for URLs and most commands: IPv6 in brackets. */
export function formatAuthority({ host, port }) {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
/** The host name for TLS (SNI). A group name without a dot is not a host name. */
export function findServerName({ host, name }) {
  return [name, host].find((text) => text.includes('.') && !isIpAddress(text)) ?? placeholders.name;
}
/** Kubernetes service and namespace of a name such as `orders.shop.svc.cluster.local`, else the name itself and `NS`. */
export function parseKubernetesService({ name }) {
  const [service = name, namespace, suffix] = name.split('.');
  return suffix === 'svc' && namespace ? { service, namespace } : { service: name, namespace: 'NS' };
}
/** `10.0.0.7:8080`, `[2001:db8::1]:80`, `app.example:80`, a host alone, `unix:/run/app.sock`, or a path. */
function parseAddress(text) {
  const path = text.startsWith('unix:') ? text.slice('unix:'.length) : text;
  if (path.startsWith('/')) return isSocketPath(path) ? { socket: path } : undefined;
  const colon = text.lastIndexOf(':');
  const hasBrackets = text.startsWith('[');
  if (isIpv6(text) || colon < 0) return isIpv6(text) || isHost(text) ? { host: text } : undefined;
  const host = hasBrackets ? stripBrackets(text.slice(0, colon)) : text.slice(0, colon);
  const port = text.slice(colon + 1);
  return (hasBrackets ? isIpv6(host) : isHost(host)) && isPort(port) ? { host, port } : undefined;
}
/** An address with port or socket. A name alone does not show where the upstream listens. */
function parseEndpoint(text) {
  const target = parseAddress(text);
  return target?.port || target?.socket ? target : undefined;
}
/**
 * `outbound|8080|v1|orders.shop.svc.cluster.local`: direction, port, subset, host; an inbound one has no host. That of a
 * waypoint, `inbound-vip`, has a protocol for the subset. Istio since 1.24 ends names with a semicolon.
 */
function parseIstioCluster(text) {
  const [direction, port = '', , host = '', ...extraParts] = text.replace(/;$/, '').split('|', 6);
  if (!istioDirections.has(direction ?? '') || extraParts.length > 0 || !isPort(port)) return undefined;
  return isHost(host) ? { host, port } : { port };
}
const istioDirections = new Set(['outbound', 'inbound', 'inbound-vip']);
const nameCharsMax = 100;
const parseUpstreamName = (text) =>
  text.length <= nameCharsMax && isHost(text) && !isIpv4(text) ? text : undefined;
const stripBrackets = (text) => (text.endsWith(']') ? text.slice(1, -1) : '');
/** The first character is a letter, digit or underscore, as `-rf` would be an option. Digits and dots alone must be IPv4. */
const isHost = (text) =>
  /^[A-Za-z0-9_][A-Za-z0-9._-]{0,252}$/.test(text) && (/[^0-9.]/.test(text) || isIpv4(text));
const isPort = (text) => /^[1-9]\d{0,4}$/.test(text) && +text <= 65_535;
/** The kernel accepts paths of at most 107 bytes. */
const isSocketPath = (text) => /^\/[A-Za-z0-9._/-]{1,106}$/.test(text);
