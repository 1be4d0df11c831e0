import { matchesWildcard } from '../../base/wildcard.js';
import {
  type Place,
  places,
  type Runtime,
  runtimeNames,
  type Surroundings,
  type SurroundingsSource,
} from './surroundings.js';

/** What a user says of upstreams, or of logs if the pattern starts with `/`: logs rarely show it. */
export type SurroundingsRule = {
  readonly pattern: string;
  readonly place?: Place;
  readonly runtime?: Runtime;
  /** systemd unit of the app. */
  readonly unit?: string;
  /** Container of the gateway. */
  readonly container?: string;
};

/** Sets what is known of this thread's upstreams and logs, once at its start. */
export function setKnownSurroundings(rules: readonly SurroundingsRule[]): void {
  known = rules;
}

let known: readonly SurroundingsRule[] = [];

/** The surroundings with what the user said of them, which goes before what records show. The first rule that has a value decides. */
export function addKnownSurroundings(
  found: Surroundings,
  { upstream, peer, records }: SurroundingsSource,
): Surroundings {
  const names = [upstream, peer, ...records.map(({ file }) => file)].filter((name) => name !== null);
  const rules = known.filter(({ pattern }) => names.some((name) => matchesWildcard(pattern, name)));
  const findValue = <Key extends keyof SurroundingsRule>(key: Key) =>
    rules.find((rule) => rule[key] !== undefined)?.[key];
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
export function parseSurroundings(text: string): readonly SurroundingsRule[] | undefined {
  const entries = text.split(',').map((entry) => entry.trim());
  const rules = entries.filter((entry) => entry !== '').map(parseRule);
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

function parseRule(entry: string): SurroundingsRule | undefined {
  const [, pattern, words] = /^([^=\s]{1,200})\s*=\s*(\S.{0,200})$/.exec(entry) ?? [];
  if (pattern === undefined || words === undefined) return undefined;
  const values = words.trim().split(/\s+/).map(parseWord);
  return values.every((value) => value !== undefined) ? Object.assign({ pattern }, ...values) : undefined;
}

function parseWord(word: string): Omit<SurroundingsRule, 'pattern'> | undefined {
  const place = places.find((name) => name === word);
  if (place !== undefined) return { place };
  const runtime = runtimeNames.find((name) => name === word);
  if (runtime !== undefined) return { runtime };
  const [, kind, name] = /^(unit|container):([\w@.-]{1,80})$/.exec(word) ?? [];
  if (name === undefined) return undefined;
  return kind === 'unit' ? { unit: name } : { container: name };
}
