import type { Dimension, FailureFilter } from '../report/repository.js';

/** A value of failures that is counted by itself, besides upstream, cause, outcome and status. */
export type RollupDimension = Exclude<Dimension, 'cause' | 'upstream' | 'status' | 'outcome' | 'client'>;

/** The column or expression of the table `failure` that holds it. */
export const dimensionColumns: Readonly<Record<RollupDimension | 'client', string>> = {
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
export const rollupDimensions: readonly RollupDimension[] = [
  'route',
  'peer',
  'host',
  'method',
  'maker',
  'gateway',
  'customer',
];

/** Those that are counted by the minute as well: what incidents ask about every second. */
export const minuteDimensions: ReadonlySet<string> = new Set<RollupDimension>(['route', 'peer']);

/** The values that a question narrows a facet to, for each that it narrows. */
export const listDimensionFilters = (
  filter: FailureFilter,
): readonly { readonly dimension: RollupDimension | 'client'; readonly values: readonly string[] }[] =>
  [
    { dimension: 'route', values: filter.routes } as const,
    { dimension: 'peer', values: filter.peers } as const,
    { dimension: 'host', values: filter.hosts } as const,
    { dimension: 'method', values: filter.methods } as const,
    { dimension: 'maker', values: filter.makers } as const,
    { dimension: 'gateway', values: filter.gateways } as const,
    { dimension: 'customer', values: filter.customers } as const,
    { dimension: 'client', values: filter.clients } as const,
  ].flatMap(({ dimension, values }) => (values === undefined ? [] : [{ dimension: dimension, values }]));
