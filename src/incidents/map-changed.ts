/** Maps the items, most of which stay as they are. The same array if none changed. */
export function mapChanged<Item>(items: readonly Item[], change: (item: Item) => Item): readonly Item[] {
  let changed: Item[] | undefined;
  for (const [index, item] of items.entries()) {
    const mapped = change(item);
    if (mapped === item) continue;
    changed ??= [...items];
    changed[index] = mapped;
  }
  return changed ?? items;
}
