/** Merges filters: values of one kind are alternatives (`502 504`). Undefined for two upstreams, which no filter can hold. */
export function mergeFilters(filters) {
  const upstreams = new Set(filters.flatMap(({ upstream }) => (upstream === undefined ? [] : [upstream])));
  if (upstreams.size > 1) return undefined;
  const [upstream] = upstreams;
  const mergedLists = Object.fromEntries(
    listFilterKeys.flatMap((key) => {
      const values = filters.flatMap((filter) => filter[key] ?? []);
      return values.length === 0 ? [] : [[key, [...new Set(values)]]];
    }),
  );
  return { ...mergedLists, ...(upstream === undefined ? {} : { upstream }) };
}
const listFilterKeys = [
  'causes',
  'statuses',
  'outcomes',
  'makers',
  'routes',
  'peers',
  'hosts',
  'methods',
  'clients',
  'customers',
  'gateways',
];
/** True for a filter that everything passes. */
export const isUnfiltered = (filter) => Object.keys(filter).length === 0;
/** True when only a place is named: upstreams, hosts, peers or customers. Also true of no filter. */
export const isPlaceFilter = (filter) => Object.keys(filter).every((key) => placeFilterKeys.includes(key));
const placeFilterKeys = ['upstream', 'hosts', 'peers', 'customers'];
