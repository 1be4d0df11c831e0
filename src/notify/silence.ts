import { matches } from '../base/wildcard.js';
import type { CauseId } from '../diagnose/cause.js';
import { type Incident, rootCause, upstreamsOf } from '../incidents/incident.js';
import type { GatewayId } from '../parse/event.js';
import type { Ledger } from '../report/repository.js';
import { failuresMax, topOf } from '../report/summary/incident.js';

/** What the channel asked not to hear, from when until when, by whom and why. What is silenced is counted as ever. */
export type Silence = {
  readonly id: number;
  readonly of: SilenceOf;
  /** When it begins; later than `createdAt` for a maintenance window. Epoch ms. */
  readonly from: number;
  /** Null: until somebody ends it. */
  readonly until: number | null;
  /** The Slack user id, or the name of who did it in a terminal. */
  readonly by: string;
  readonly reason: string;
  readonly createdAt: number;
};

/** A name may end in or hold `*`, which stands for anything: `payments-*`, `/api/*`. */
export type SilenceOf =
  | { readonly name: 'upstream'; readonly upstream: string }
  | { readonly name: 'cause'; readonly cause: CauseId }
  | { readonly name: 'route'; readonly route: string }
  | { readonly name: 'gateway'; readonly gateway: GatewayId }
  | { readonly name: 'all' };

/** What of an incident silences are about. */
export type Audible = {
  readonly upstreams: readonly (string | null)[];
  readonly cause: CauseId;
  readonly routes: readonly string[];
  readonly gateways: readonly GatewayId[];
};

/** The silence that covers an incident now: all of it, not a part. The one that lasts longest, if several do. */
export function silenceOver(
  audible: Audible,
  silences: readonly Silence[],
  now: number,
): Silence | undefined {
  const covering = silences.filter((silence) => isActive(silence, now) && covers(silence.of, audible));
  return covering.sort((one, other) => endOf(other) - endOf(one))[0];
}

/** Whether what began then is not to be heard now, or was not until now: then it is told that it still fails. */
export function hushOf(
  audible: Audible,
  silences: readonly Silence[],
  began: number,
  now: number,
): 'none' | 'active' | 'ended' {
  const covering = silences.filter(({ of }) => covers(of, audible));
  if (covering.some((silence) => isActive(silence, now))) return 'active';
  const hasEnded = ({ until }: Silence) => until !== null && until > began && until <= now;
  return covering.some(hasEnded) ? 'ended' : 'none';
}

/** True between its beginning and its end. */
export const isActive = ({ from, until }: Silence, now: number): boolean =>
  now >= from && (until === null || now < until);

/** True when everything about the incident is within what is silenced: twelve upstreams are not silenced by one. */
export function covers(of: SilenceOf, { upstreams, cause, routes, gateways }: Audible): boolean {
  switch (of.name) {
    case 'all':
      return true;
    case 'cause':
      return of.cause === cause;
    case 'upstream':
      return every(upstreams, (upstream) => upstream !== null && matches(of.upstream, upstream));
    case 'route':
      return every(routes, (route) => matches(of.route, route));
    case 'gateway':
      return every(gateways, (gateway) => gateway === of.gateway);
  }
}

const endOf = ({ until }: Silence) => until ?? Infinity;
const every = <T>(items: readonly T[], holds: (item: T) => boolean) => items.length > 0 && items.every(holds);

/** What of an incident silences are about. */
export function audibleOf(incident: Incident, ledger: Ledger, now: number): Audible {
  const routes = topOf(incident, 'route', ledger, now, audibleRoutesMax);
  return {
    upstreams: upstreamsOf(incident),
    cause: rootCause(incident),
    routes: routes.flatMap(({ key }) => key ?? []),
    gateways: [...new Set(ledger.failures(incident, failuresMax).map(({ gateway }) => gateway))],
  };
}

/** An incident with more routes than this is no matter of one route. */
const audibleRoutesMax = 100;
