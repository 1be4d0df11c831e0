/** A million real records have some hundred shapes; only hostile input has thousands. */
const statesMax = 4_096;
/**
 * Caches the plan of each shape in an automaton that grows with new shapes. The parser sees the shape alone, so a cached
 * plan equals a fresh parse. When full, the cache is cleared.
 */
export const createPlanCache = (parse) => {
  let root = createState();
  let states = 1;
  const learn = (shape) => {
    const parsed = parse(shape);
    const depth = 'failedIndex' in parsed ? parsed.failedIndex : shape.length;
    if (states + depth > statesMax) {
      root = createState();
      states = 1;
    }
    let state = root;
    for (const kind of shape.slice(0, depth)) {
      const known = state.next.get(kind);
      const next = known ?? createState();
      if (known === undefined) {
        state.next.set(kind, next);
        states += 1;
      }
      state = next;
    }
    if ('failedIndex' in parsed) {
      state.isDead = true;
      return undefined;
    }
    state.end = parsed;
    return parsed.plan;
  };
  return (shape) => {
    let state = root;
    for (const kind of shape) {
      const next = state.next.get(kind);
      if (next === undefined) return learn(shape);
      if (next.isDead) return undefined;
      state = next;
    }
    return state.end === undefined ? learn(shape) : state.end.plan;
  };
};
const createState = () => ({ next: new Map(), isDead: false, end: undefined });
