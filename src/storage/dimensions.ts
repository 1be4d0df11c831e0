import type { Dimension, FailureFilter } from '../report/repository.js';

/** A dimension of failures that has rollups of its own; upstream, cause, outcome and status are in all of them. */
export type RollupDimension = Exclude<Dimension, 'cause' | 'upstream' | 'status' | 'outcome' | 'client'>;

/** The column or expression of the table `failure` that holds a dimension. */
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

export const rollupDimensions: readonly RollupDimension[] = [
  'route',
  'peer',
  'host',
  'method',
  'maker',
  'gateway',
  'customer',
];

/** Dimensions that have rollups by minute as well: incidents ask for them every second. */
export const minuteDimensions: ReadonlySet<string> = new Set<RollupDimension>(['route', 'peer']);

/** The dimensions that a filter narrows, each with the values that it allows. */
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
  ].flatMap(({ dimension, values }) => (values === undefined ? [] : [{ dimension, values }]));
