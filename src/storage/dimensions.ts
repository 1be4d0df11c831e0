import type { Dimension, Of } from '../report/repository.js';

/** A value of failures that is counted by itself, besides upstream, cause, outcome and status. */
export type Facet = Exclude<Dimension, 'cause' | 'upstream' | 'status' | 'outcome' | 'client'>;

/** The column or expression of the table `failure` that holds it. */
export const facetColumns: Readonly<Record<Facet | 'client', string>> = {
  route: 'route',
  peer: 'peer',
  host: 'host',
  method: `request ->> '$.method'`,
  maker: 'made_by',
  gateway: 'gateway',
  customer: 'customer',
  client: 'client',
};

/** The facets. */
export const facets: readonly Facet[] = ['route', 'peer', 'host', 'method', 'maker', 'gateway', 'customer'];

/** Those that are counted by the minute as well: what incidents ask about every second. */
export const minuteFacets: ReadonlySet<string> = new Set<Facet>(['route', 'peer']);

/** The values that a question narrows a facet to, for each that it narrows. */
export const facetFilters = (
  of: Of,
): readonly { readonly facet: Facet | 'client'; readonly values: readonly string[] }[] =>
  [
    { facet: 'route', values: of.routes } as const,
    { facet: 'peer', values: of.peers } as const,
    { facet: 'host', values: of.hosts } as const,
    { facet: 'method', values: of.methods } as const,
    { facet: 'maker', values: of.makers } as const,
    { facet: 'gateway', values: of.gateways } as const,
    { facet: 'customer', values: of.customers } as const,
    { facet: 'client', values: of.clients } as const,
  ].flatMap(({ facet, values }) => (values === undefined ? [] : [{ facet, values }]));
