import { matches } from '../base/wildcard.js';
import type { Person } from '../render/mention.js';

/** Who is called for an upstream or a route. Called once when an incident opens, and once more when nobody took it on. */
export type Owner = {
  /** A pattern that begins with `/` is a route, any other an upstream; `*` stands for anything. */
  readonly pattern: string;
  readonly who: Person;
};

/** What owners are found by. */
export type Owned = { readonly upstreams: readonly (string | null)[]; readonly routes: readonly string[] };

/** The owners of what is hit, each once, at most so many that a mention stays readable. */
export function ownersOf({ upstreams, routes }: Owned, owners: readonly Owner[]): readonly Person[] {
  const names = ({ pattern }: Owner) => (pattern.startsWith('/') ? routes : upstreams);
  const hit = owners.filter((owner) =>
    names(owner).some((name) => name !== null && matches(owner.pattern, name)),
  );
  return [...new Map(hit.map(({ who }) => [who.id, who])).values()].slice(0, ownersMax);
}

/** Reads `payments-*=<@U123>, /api/*=S0ABC`. Undefined when a part of it is neither. */
export function ownersFrom(text: string): readonly Owner[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const owners = parts.filter((part) => part !== '').map(ownerFrom);
  return owners.every((owner) => owner !== undefined) ? owners : undefined;
}

const ownersMax = 5;

function ownerFrom(part: string): Owner | undefined {
  const [, pattern, mention] = /^([^=\s]{1,200})\s*=\s*(\S{1,60})$/.exec(part) ?? [];
  const id = /^(?:<@|<!subteam\^)?([UWS][A-Z0-9]{2,20})>?$/.exec(mention ?? '')?.[1];
  if (pattern === undefined || id === undefined) return undefined;
  return { pattern, who: { id } };
}
