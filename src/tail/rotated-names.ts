/** The live log that a file of this name was rotated from; null for a name that no rotation leaves behind. */
export const liveNameOf = (name: string): string | null => taggedFrom(name)?.live ?? null;

/** How many times a file of this name was rotated, where its name is a count: `access.log.2.gz` twice. */
export const countOf = (name: string): number | null => taggedFrom(name)?.count ?? null;

/**
 * The siblings of each live log among these names, oldest first, as logrotate and the kubelet name them:
 * `access.log.1`, `access.log-20260801.gz`, `access-20260801.log`, `0.log.20260801-101500`. A packed twin of a file
 * that is still there is left out.
 */
export function siblingsByLive(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const there = new Set(names);
  const tagged = names
    .map(taggedFrom)
    .filter((each) => each !== null)
    .filter(({ name, unpackedName }) => name === unpackedName || !there.has(unpackedName))
    .sort((a, b) => a.age - b.age || (a.name < b.name ? -1 : 1));
  const found = new Map<string, string[]>();
  for (const { live, name } of tagged) {
    const siblings = found.get(live);
    if (siblings === undefined) found.set(live, [name]);
    else siblings.push(name);
  }
  return found;
}

type Tagged = {
  readonly name: string;
  readonly live: string;
  readonly unpackedName: string;
  readonly age: number;
  readonly count: number | null;
};

function taggedFrom(name: string): Tagged | null {
  const unpackedName = name.replace(/\.(gz|zst|bz2|xz)$/, '');
  const { base, count, date, extension = '' } = tag.exec(unpackedName)?.groups ?? {};
  if (base === undefined) return null;
  const times = count === undefined ? null : Number(count);
  return { name, live: base + extension, unpackedName, age: ageOf(count, date), count: times };
}

/** A count (`.1`) or a date (`-20260801`, `-20260801-101500`, `-2026-08-01`, seconds since 1970), perhaps before an extension. */
const tag =
  /^(?<base>.+)(?:\.(?<count>\d{1,4})|[-._](?<date>\d{8}(?:[-_T]?\d{2,6})?|\d{4}-\d\d-\d\d|\d{9,10}))(?<extension>\.[A-Za-z]{1,8})?$/;

/** Rises with time: greater counts are older, and dates of one log are written in one way. */
function ageOf(count: string | undefined, date: string | undefined): number {
  if (count !== undefined) return -Number(count);
  return Number((date ?? '').replace(/\D/g, '').padEnd(14, '0')) - 1e15;
}
