/** Seeded chance: the same seed makes the same world. */
export class Dice {
  #state;
  constructor(seed) {
    this.#state = (Math.imul(seed ^ 0x5bd1e995, 0x27d4eb2d) ^ (seed << 7)) >>> 0;
    for (let i = 0; i < 4; i++) this.#next();
  }
  /** An integer from 0 to `below` - 1. */
  below(below) {
    return Math.floor((this.#next() / 2 ** 32) * below);
  }
  /** An integer from `from` to `to`, both included. */
  between(from, to) {
    return from + this.below(to - from + 1);
  }
  /** True in `percent` of a hundred throws. */
  percent(percent) {
    return this.#next() < (percent / 100) * 2 ** 32;
  }
  pick(items) {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
  /** Picks by weight. */
  weigh(items) {
    let left = this.below(items.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    throw new Error('nothing to weigh');
  }
  shuffle(items) {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const item = shuffled[i];
      shuffled[i] = shuffled[j];
      shuffled[j] = item;
    }
    return shuffled;
  }
  /** xorshift32. */
  #next() {
    let x = this.#state || 1;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state;
  }
}
