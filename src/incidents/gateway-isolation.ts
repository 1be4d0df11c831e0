/** Through which gateways an upstream failed, and whether others reached it meanwhile. */
export type Passage = {
  /** The hosts of the gateways that failed; of more than two it is enough to know two. */
  readonly gateways: readonly string[];
  /** Good requests through others than the one that fails, as far as they matter. */
  readonly elsewhere: number;
  /** At its last failure it was known that others reach it. */
  readonly isApart: boolean;
};

/** Nothing is known of it. */
export const noPassage: Passage = { gateways: [], elsewhere: 0, isApart: false };

/** After a failure. Null is a gateway that no record names. */
export function failedThrough({ gateways, elsewhere }: Passage, gateway: string | null): Passage {
  const failing = [...new Set([...gateways, ...(gateway === null ? [] : [gateway])])].slice(0, 2);
  return { gateways: failing, elsewhere, isApart: failing.length === 1 && elsewhere >= elsewhereLeast };
}

/** After good requests. */
export const wellThrough = (passage: Passage, gateway: string | null, requests: number): Passage =>
  isElsewhere(passage, gateway) && passage.elsewhere < elsewhereLeast
    ? { ...passage, elsewhere: Math.min(passage.elsewhere + requests, elsewhereLeast) }
    : passage;

/** True when good requests through this gateway prove nothing, as it is another one that fails. */
export const isBeside = (passage: Passage, gateway: string | null): boolean =>
  passage.isApart && isElsewhere(passage, gateway);

/** What is known of both together. */
export const bothPassages = (one: Passage, other: Passage): Passage => {
  const gateways = [...new Set([...one.gateways, ...other.gateways])].slice(0, 2);
  const elsewhere = Math.max(one.elsewhere, other.elsewhere);
  return { gateways, elsewhere, isApart: gateways.length === 1 && (one.isApart || other.isApart) };
};

/** One good request may have been on its way before it all began. */
const elsewhereLeast = 5;

const isElsewhere = ({ gateways: [only, ...more] }: Passage, gateway: string | null): boolean =>
  gateway !== null && only !== undefined && more.length === 0 && only !== gateway;
