import type { CauseId } from '../../diagnose/cause.js';
import { causes } from '../../diagnose/causes/index.js';
import { code, joined, type Phrase, type Piece, say } from '../../render/rich-text.js';
import type { Dimension, Of } from '../repository.js';
import { causeTitle, gatewayNames, upstreamCode, upstreamName } from './names.js';

/** `502 at payments-api for POST`: the filters of a question; empty when there are none. */
export function aboutWords(of: Of): Phrase {
  return joined(partsOf(of), ' ');
}

/** The same behind a noun: `failures with 502 at payments-api`. */
export const failuresWords = (of: Of): Phrase => {
  const about = aboutWords(of);
  return about.length === 0 ? ['failures'] : ['failures ', ...about];
};

/** What a place is called alone: `payments-api`, `shop-b.example`. */
export function placeName({ upstream, hosts = [], peers = [], customers = [] }: Of): Phrase {
  const names = [
    ...(upstream === undefined ? [] : [upstreamCode(upstream)]),
    ...[...hosts, ...peers, ...customers].map(code),
  ];
  return joined(
    names.map((name) => [name]),
    ' and ',
  );
}

/** A value of a dimension, as people call it. */
export function valueName(by: Dimension, key: string | null): Piece {
  if (key === null) return `no ${by} told by the log`;
  switch (by) {
    case 'cause':
      return isCause(key) ? causeTitle(key) : code(key);
    case 'upstream':
      return code(upstreamName(key));
    case 'outcome':
      return outcomeNames[key] ?? key;
    case 'maker':
      return makerNames[key] ?? key;
    case 'gateway':
      return Object.entries(gatewayNames).find(([id]) => id === key)?.[1] ?? key;
    default:
      return code(key);
  }
}

const valuesShown = 3;

function partsOf(of: Of): readonly Phrase[] {
  const { upstream, upstreams = [], cause } = of;
  const parts: readonly (Phrase | undefined)[] = [
    listed('with status', statusNames(of.statuses)),
    listed(
      'that were',
      (of.outcomes ?? []).map((outcome): Piece => outcomeNames[outcome] ?? outcome),
    ),
    causesWords(of.causes ?? (cause === undefined ? [] : [cause])),
    upstream === undefined ? undefined : say`at ${upstreamCode(upstream)}`,
    listed('at', upstreams.map(upstreamCode)),
    listed('at peer', (of.peers ?? []).map(code)),
    listed('for', (of.methods ?? []).map(code)),
    listed('on', (of.routes ?? []).map(code)),
    listed('on host', (of.hosts ?? []).map(code)),
    listed('from client', (of.clients ?? []).map(code)),
    listed('of customer', (of.customers ?? []).map(code)),
    listed(
      'told by the',
      (of.gateways ?? []).map((gateway): Piece => gatewayNames[gateway]),
    ),
    listed(
      'made by',
      (of.makers ?? []).map((maker): Piece => makerNames[maker] ?? maker),
    ),
  ];
  return parts.filter((part) => part !== undefined);
}

function listed(before: string, values: readonly Piece[]): Phrase | undefined {
  if (values.length === 0) return undefined;
  const more = values.length - valuesShown;
  const shown = joined(
    values.slice(0, valuesShown).map((value) => [value]),
    ' or ',
  );
  return [`${before} `, ...shown, ...(more > 0 ? [` or ${more} more`] : [])];
}

/** A hundred statuses in a row are said as one. */
const statusNames = (statuses: readonly number[] = []): readonly Piece[] =>
  statuses.length >= 100 ? [`${Math.floor((statuses[0] ?? 0) / 100)}xx`] : statuses.map(String);

/** All causes of a class are said as the class. */
function causesWords(ids: readonly CauseId[]): Phrase | undefined {
  const [first] = ids;
  if (first === undefined) return undefined;
  const whole = causes.find(({ id }) => id === first)?.class;
  const members = causes.filter((cause) => cause.class === whole);
  const isClass =
    members.length > 1 && members.length === ids.length && members.every(({ id }) => ids.includes(id));
  return isClass
    ? [`of the class ${whole}`]
    : listed(
        'of',
        ids.map((id): Piece => `“${causeTitle(id)}”`),
      );
}

const isCause = (key: string): key is CauseId => causes.some(({ id }) => id === key);

const outcomeNames: Readonly<Record<string, string>> = {
  'client-visible': 'seen by clients',
  'saved-by-retry': 'saved by retry',
  'saved-by-fallback': 'saved by a fallback',
  truncated: 'cut short',
  background: 'in the background',
  startup: 'while starting',
  undecided: 'perhaps seen by clients',
};

const makerNames: Readonly<Record<string, string>> = {
  gateway: 'the gateway',
  upstream: 'the upstream',
  'next-hop': 'the next hop',
  undecided: 'somebody the log does not tell',
};
