/** Maps the items, most of which stay as they are. The same array if none changed. */
export function mapChanged(items, change) {
  let changed;
  // Without an iterator: this runs for each active incident, each second.
  let index = 0;
  for (const item of items) {
    const mapped = change(item);
    if (mapped !== item) {
      changed ??= [...items];
      changed[index] = mapped;
    }
    index += 1;
  }
  return changed ?? items;
}
