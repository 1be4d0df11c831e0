/** A file that may hold an older generation of a live log. */
export type Sibling = { readonly name: string; readonly live: string; readonly packed: boolean };

/** Reads a name as rotation leaves it: `access.log.1`, `access.log-20260801.gz`, `access-20260801.log`, `0.log.20260801-101500`. */
export function siblingFrom(name: string): Sibling | null {
  const tagged = taggedFrom(name);
  return tagged && { name, live: tagged.live, packed: tagged.packed };
}

/** Those of `names` that are siblings of the live log, oldest first. A packed twin of a file still there is left out. */
export function siblingsOf(live: string, names: readonly string[]): readonly Sibling[] {
  const there = new Set(names);
  return names
    .map(taggedFrom)
    .filter((tagged) => tagged !== null)
    .filter((tagged) => tagged.live === live && !(tagged.packed && there.has(tagged.unpackedName)))
    .sort((a, b) => a.age - b.age || (a.name < b.name ? -1 : 1));
}

type Tagged = Sibling & { readonly unpackedName: string; readonly age: number };

function taggedFrom(name: string): Tagged | null {
  const unpackedName = name.replace(/\.(gz|zst|bz2|xz)$/, '');
  const found = tag.exec(unpackedName);
  const { base, count, date, extension = '' } = found?.groups ?? {};
  if (base === undefined) return null;
  const packed = unpackedName !== name;
  return { name, live: base + extension, packed, unpackedName, age: ageOf(count, date) };
}

/** A count (`.1`) or a date (`-20260801`, `-20260801-101500`, `-2026-08-01`, seconds since 1970), perhaps before an extension. */
const tag =
  /^(?<base>.+)(?:\.(?<count>\d{1,4})|[-._](?<date>\d{8}(?:[-_T]?\d{2,6})?|\d{4}-\d\d-\d\d|\d{9,10}))(?<extension>\.[A-Za-z]{1,8})?$/;

/** Rises with time: greater counts are older, and dates of one log are written in one way. */
function ageOf(count: string | undefined, date: string | undefined): number {
  if (count !== undefined) return -Number(count);
  return Number((date ?? '').replace(/\D/g, '').padEnd(14, '0')) - 1e15;
}
