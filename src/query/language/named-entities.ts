import { subjectOf } from '../../diagnose/fix-target.js';
import { routeOf } from '../../parse/route-template.js';
import type { Names } from '../../report/repository.js';
import type { Word } from './split-words.js';
import { articles } from './stop-words.js';
import type { Meant } from './token.js';

/** What a word names here: an upstream, a host, a peer, a route or a client; undefined when nothing is called so. */
export function named(word: string, names: Names): Meant | undefined {
  if (word.startsWith('/')) return routed(word, names.routes);
  const upstream = upstreamCalled(word, names.upstreams);
  if (upstream !== undefined) return { kind: 'filter', of: { upstream } };
  const host = names.hosts.find((known) => known.toLowerCase() === word);
  if (host !== undefined) return { kind: 'filter', of: { hosts: [host] } };
  const customer = names.customers.find((known) => known.toLowerCase() === word);
  if (customer !== undefined) return { kind: 'filter', of: { customers: [customer] } };
  const peers = names.peers.filter((peer) => isPeer(word, peer.toLowerCase()));
  if (peers.length > 0) return { kind: 'filter', of: { peers } };
  if (isIpv4(word) || isIpv6(word)) return { kind: 'filter', of: { clients: [word] } };
  return word.startsWith('unix:') ? { kind: 'filter', of: { peers: [word] } } : undefined;
}

/** All single words that name something: what a slip of the finger may have meant. */
export const nameWords = ({ upstreams, hosts, customers }: Names): readonly string[] =>
  [...upstreams.flatMap((upstream) => [upstream, shortName(upstream)]), ...hosts, ...customers]
    .map((name) => name.toLowerCase())
    .filter((name) => !/\s/.test(name) && !isAddress(name));

/** True for what looks like a name that somebody gave, rather than a word of a language. */
export const looksLikeName = (word: string): boolean => /[\d._:/-]/.test(word) && /[a-z]/.test(word);

/** True where a name is expected: `at carts`, `for the carts`. */
export function isPlaced(words: readonly Word[], at: number): boolean {
  const before = words.slice(0, at).findLast(({ text }) => text === 'of' || !articles.has(text));
  return before !== undefined && placing.has(before.text);
}

const placing: ReadonlySet<string> = new Set(['at', 'for', 'of', 'on']);
/** A path stands for itself and for everything below it, as templates. */
function routed(word: string, routes: readonly string[]): Meant {
  const template = routeOf(word) ?? word;
  const below = routes.filter(
    (route) => sameText(route, word) || sameText(route, template) || isBelow(route, template),
  );
  return { kind: 'filter', of: { routes: below.length > 0 ? below.slice(0, routesMax) : [template] } };
}

const routesMax = 100;

/** By its name, by the service in a mesh's long one, or by the only one that begins so. */
function upstreamCalled(word: string, upstreams: readonly string[]): string | undefined {
  const same = upstreams.find((upstream) => sameText(upstream, word) || sameText(shortName(upstream), word));
  if (same !== undefined) return same;
  const begun = upstreams.filter((upstream) =>
    [upstream, shortName(upstream)].some((name) => begins(name.toLowerCase(), word)),
  );
  return begun.length === 1 ? begun[0] : undefined;
}

const begins = (name: string, word: string) =>
  word.length >= 3 && !isAddress(name) && name.startsWith(word) && /^[._:|-]/.test(name.slice(word.length));

/** `10.0.0.7` names the peer at any port. */
const isPeer = (word: string, peer: string) =>
  peer === word || (/^\[?[\d.a-f:]+\]?$/.test(word) && peer.startsWith(`${word}:`));

const shortName = (upstream: string) => subjectOf({ upstream, peer: null }).name.toLowerCase();
const isBelow = (route: string, path: string) =>
  route.toLowerCase().startsWith(`${path.toLowerCase().replace(/\/$/, '')}/`);
const sameText = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
const isIpv4 = (word: string) => /^\d{1,3}(\.\d{1,3}){3}$/.test(word);
const isIpv6 = (word: string) => /^[\da-f:]{3,39}$/.test(word) && word.split(':').length > 2;
const isAddress = (name: string) => /^[\d.[\]:a-f]+$/.test(name);
