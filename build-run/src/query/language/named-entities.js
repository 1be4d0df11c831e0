import { extractHost, isIpAddress } from '../../base/ip-address.js';
import { buildFixTarget } from '../../diagnose/fix-target.js';
import { normalizeRoute } from '../../parse/route-template.js';
import { ignoredWords } from './stop-words.js';
/** Recognizes the name of an upstream, host, customer, peer, route or client; undefined when nothing has that name. */
export function recognizeEntity(word, names) {
  if (word.startsWith('/')) return createRouteMeaning(word, names.routes);
  const upstream = findUpstream(word, names.upstreams);
  if (upstream !== undefined) return { type: 'filter', filter: { upstream } };
  const host = names.hosts.find((candidate) => candidate.toLowerCase() === word);
  if (host !== undefined) return { type: 'filter', filter: { hosts: [host] } };
  const customer = names.customers.find((candidate) => candidate.toLowerCase() === word);
  if (customer !== undefined) return { type: 'filter', filter: { customers: [customer] } };
  const peers = names.peers.filter((peer) => isPeerMatch(word, peer.toLowerCase()));
  if (peers.length > 0) return { type: 'filter', filter: { peers } };
  if (isIpAddress(word)) return { type: 'filter', filter: { clients: [word] } };
  return word.startsWith('unix:') ? { type: 'filter', filter: { peers: [word] } } : undefined;
}
/** Recognizes a whole name, which may be an English word as well: an upstream `accounts`, a customer `posts`. */
export const recognizeWholeName = (word, names) =>
  listEntityWords(names).includes(word) ? recognizeEntity(word, names) : undefined;
/** Names that a misspelt word may stand for: single words, without addresses. */
export const listEntityWords = ({ upstreams, hosts, customers }) =>
  [...upstreams.flatMap((upstream) => [upstream, shortenUpstream(upstream)]), ...hosts, ...customers]
    .map((name) => name.toLowerCase())
    .filter((name) => !/\s/.test(name) && !isAddress(name));
/** True for a word that looks like a name (`shop-b`, `v2`) rather than an English word. */
export const isNameLike = (word) => /[\d._:/-]/.test(word) && /[a-z]/.test(word);
/** True for a word that stands where a name is expected: `at carts`, `for the carts`. */
export function isEntityPosition(words, index) {
  const previous = words.slice(0, index).findLast(({ text }) => text === 'of' || !ignoredWords.has(text));
  return previous !== undefined && placePrepositions.has(previous.text);
}
const placePrepositions = new Set(['at', 'for', 'of', 'on']);
/** A path matches itself and everything below it, as route templates. */
function createRouteMeaning(word, routes) {
  const template = normalizeRoute(word) ?? word;
  const matchingRoutes = routes.filter(
    (route) => isSameText(route, word) || isSameText(route, template) || isSubpath(route, template),
  );
  return {
    type: 'filter',
    filter: { routes: matchingRoutes.length > 0 ? matchingRoutes.slice(0, routesMax) : [template] },
  };
}
const routesMax = 100;
/** Finds an upstream by its name, by the service in a long mesh name, or by a prefix that only one upstream has. */
function findUpstream(word, upstreams) {
  const exactMatch = upstreams.find(
    (upstream) => isSameText(upstream, word) || isSameText(shortenUpstream(upstream), word),
  );
  if (exactMatch !== undefined) return exactMatch;
  const prefixMatches = upstreams.filter((upstream) =>
    [upstream, shortenUpstream(upstream)].some((name) => isNamePrefix(name.toLowerCase(), word)),
  );
  return prefixMatches.length === 1 ? prefixMatches[0] : undefined;
}
const isNamePrefix = (name, word) =>
  word.length >= 3 && !isAddress(name) && name.startsWith(word) && /^[._:|-]/.test(name.slice(word.length));
/** `10.0.0.7` matches the peer on any port. */
const isPeerMatch = (word, peer) =>
  peer === word || (/^\[?[\d.a-f:]+\]?$/.test(word) && peer.startsWith(`${word}:`));
const shortenUpstream = (upstream) => buildFixTarget({ upstream, peer: null }).name.toLowerCase();
const isSubpath = (route, path) =>
  route.toLowerCase().startsWith(`${path.toLowerCase().replace(/\/$/, '')}/`);
const isSameText = (a, b) => a.toLowerCase() === b.toLowerCase();
const isAddress = (name) => isIpAddress(extractHost(name));
