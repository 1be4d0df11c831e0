import { matchesWildcard } from '../base/wildcard.js';
import type { MentionTarget } from '../render/mention.js';

/** Who is called for an upstream or a route. Called once when an incident opens, and once more when nobody took it on. */
export type Owner = {
  /** A pattern that begins with `/` is a route, any other an upstream; `*` stands for anything. */
  readonly pattern: string;
  readonly person: MentionTarget;
};

/** What owners are found by. */
export type OwnershipTarget = {
  readonly upstreams: readonly (string | null)[];
  readonly routes: readonly string[];
};

/** The owners of what is hit, each once, at most so many that a mention stays readable. */
export function findOwners(
  { upstreams, routes }: OwnershipTarget,
  owners: readonly Owner[],
): readonly MentionTarget[] {
  const listNames = ({ pattern }: Owner) => (pattern.startsWith('/') ? routes : upstreams);
  const matching = owners.filter((owner) =>
    listNames(owner).some((name) => name !== null && matchesWildcard(owner.pattern, name)),
  );
  return [...new Map(matching.map(({ person }) => [person.id, person])).values()].slice(0, ownersMax);
}

/** Reads `payments-*=<@U123>, /api/*=S0ABC`. Undefined when a part of it is neither. */
export function parseOwners(text: string): readonly Owner[] | undefined {
  const entries = text.split(',').map((entry) => entry.trim());
  const owners = entries.filter((entry) => entry !== '').map(parseOwner);
  return owners.every((owner) => owner !== undefined) ? owners : undefined;
}

const ownersMax = 5;

function parseOwner(entry: string): Owner | undefined {
  const [, pattern, mention] = /^([^=\s]{1,200})\s*=\s*(\S{1,60})$/.exec(entry) ?? [];
  const id = /^(?:<@|<!subteam\^)?([UWS][A-Z0-9]{2,20})>?$/.exec(mention ?? '')?.[1];
  if (pattern === undefined || id === undefined) return undefined;
  return { pattern, person: { id } };
}
