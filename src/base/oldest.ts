/** Makes room in a full list: what was put in first goes. */
export function dropOldest<Key>(entries: Map<Key, unknown> | Set<Key>): void {
  for (const oldest of entries.keys()) return void entries.delete(oldest);
}
