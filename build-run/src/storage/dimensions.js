/** The column or expression of the table `failure` that holds a dimension. */
export const dimensionColumns = {
  route: 'route',
  peer: 'peer',
  host: 'host',
  method: `request ->> '$.method'`,
  maker: 'made_by',
  gateway: 'gateway',
  customer: 'customer',
  client: 'client',
};
export const rollupDimensions = ['route', 'peer', 'host', 'method', 'maker', 'gateway', 'customer'];
/** Dimensions that have rollups by minute as well: incidents ask for them every second. */
export const minuteDimensions = new Set(['route', 'peer']);
/** The dimensions that a filter narrows, each with the values that it allows. */
export const listDimensionFilters = (filter) =>
  [
    { dimension: 'route', values: filter.routes },
    { dimension: 'peer', values: filter.peers },
    { dimension: 'host', values: filter.hosts },
    { dimension: 'method', values: filter.methods },
    { dimension: 'maker', values: filter.makers },
    { dimension: 'gateway', values: filter.gateways },
    { dimension: 'customer', values: filter.customers },
    { dimension: 'client', values: filter.clients },
  ].flatMap(({ dimension, values }) => (values === undefined ? [] : [{ dimension, values }]));
