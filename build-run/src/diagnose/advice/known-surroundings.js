import { matchesWildcard } from '../../base/wildcard.js';
import { places, runtimeNames } from './surroundings.js';
/** Sets what is known of this thread's upstreams and logs, once at its start. */
export function setKnownSurroundings(rules) {
  known = rules;
}
let known = [];
/** The surroundings with what the user said of them, which goes before what records show. The first rule that has a value decides. */
export function addKnownSurroundings(found, { upstream, peer, records }) {
  const names = [upstream, peer, ...records.map(({ file }) => file)].filter((name) => name !== null);
  const rules = known.filter(({ pattern }) => names.some((name) => matchesWildcard(pattern, name)));
  const findValue = (key) => rules.find((rule) => rule[key] !== undefined)?.[key];
  return rules.length === 0
    ? found
    : {
        ...found,
        place: findValue('place') ?? found.place,
        runtime: findValue('runtime') ?? found.runtime,
        appUnit: findValue('unit') ?? found.appUnit,
        gatewayContainer: findValue('container') ?? found.gatewayContainer,
      };
}
/** Parses `payments-*=node unit:payments,/var/log/edge/*=docker container:edge`; undefined if it is not of that form. */
export function parseSurroundings(text) {
  const entries = text.split(',').map((entry) => entry.trim());
  const rules = entries.filter((entry) => entry !== '').map(parseRule);
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}
function parseRule(entry) {
  const [, pattern, words] = /^([^=\s]{1,200})\s*=\s*(\S.{0,200})$/.exec(entry) ?? [];
  if (pattern === undefined || words === undefined) return undefined;
  const values = words.trim().split(/\s+/).map(parseWord);
  return values.every((value) => value !== undefined) ? Object.assign({ pattern }, ...values) : undefined;
}
function parseWord(word) {
  const place = places.find((name) => name === word);
  if (place !== undefined) return { place };
  const runtime = runtimeNames.find((name) => name === word);
  if (runtime !== undefined) return { runtime };
  const [, kind, name] = /^(unit|container):([\w@.-]{1,80})$/.exec(word) ?? [];
  if (name === undefined) return undefined;
  return kind === 'unit' ? { unit: name } : { container: name };
}
