/** The one value that all items have; undefined where they have several, or none. */
export function soleOf<Item>(
  items: readonly Item[],
  valuesOf: (item: Item) => readonly string[],
): string | undefined {
  let only: string | undefined;
  for (const item of items) {
    for (const value of valuesOf(item)) {
      if (only !== undefined && value !== only) return undefined;
      only = value;
    }
  }
  return only;
}
