import type { Of } from '../../report/repository.js';

/**
 * All filters at once: values of one kind are alternatives, `502 504` is either. Undefined where two upstreams or causes
 * are named, which no single question narrows to.
 */
export function joinedOf(filters: readonly Of[]): Of | undefined {
  const upstreams = new Set(filters.flatMap(({ upstream }) => (upstream === undefined ? [] : [upstream])));
  if (upstreams.size > 1) return undefined;
  const [upstream] = upstreams;
  const joined = Object.fromEntries(
    listKeys.flatMap((key) => {
      const values = filters.flatMap((of): readonly (string | number)[] => of[key] ?? []);
      return values.length === 0 ? [] : [[key, [...new Set(values)]]];
    }),
  );
  return { ...joined, ...(upstream === undefined ? {} : { upstream }) };
}

const listKeys = [
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
] as const;

/** True when nothing is asked in particular. */
export const isEverything = (of: Of): boolean => Object.keys(of).length === 0;
