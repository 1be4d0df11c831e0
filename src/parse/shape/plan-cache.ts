import type { Parsed } from './parse-shape.js';
import type { Key } from './token.js';

/** A million records have some hundred shapes; whoever writes more of them is not writing a log. */
const statesMax = 4_096;

type State<Plan> = {
  readonly next: Map<Key, State<Plan>>;
  /** No sentence begins like this: whatever follows, there is no plan. */
  dead: boolean;
  /** Set once a shape ended here. */
  end: { readonly plan: Plan | undefined } | undefined;
};

/**
 * Remembers what the parser said of each shape, as an automaton that grows with the shapes it meets. As the parser sees
 * the shape alone, a remembered plan is what the parser would say again. When full, it forgets everything.
 */
export const planCache = <Plan>(
  parse: (shape: readonly Key[]) => Parsed<Plan>,
): ((shape: readonly Key[]) => Plan | undefined) => {
  let root = newState<Plan>();
  let states = 1;

  const learn = (shape: readonly Key[]): Plan | undefined => {
    const parsed = parse(shape);
    const depth = 'deadAt' in parsed ? parsed.deadAt : shape.length;
    if (states + depth > statesMax) {
      root = newState();
      states = 1;
    }
    let state = root;
    for (const key of shape.slice(0, depth)) {
      const known = state.next.get(key);
      const next = known ?? newState<Plan>();
      if (known === undefined) {
        state.next.set(key, next);
        states += 1;
      }
      state = next;
    }
    if ('deadAt' in parsed) {
      state.dead = true;
      return undefined;
    }
    state.end = parsed;
    return parsed.plan;
  };

  return (shape) => {
    let state = root;
    for (const key of shape) {
      const next = state.next.get(key);
      if (next === undefined) return learn(shape);
      if (next.dead) return undefined;
      state = next;
    }
    return state.end === undefined ? learn(shape) : state.end.plan;
  };
};

const newState = <Plan>(): State<Plan> => ({ next: new Map(), dead: false, end: undefined });
