/**
 * A time as Docker writes it, in nanoseconds: `2026-11-22T09:00:00.000000001Z`. All have the same length, so that their
 * texts are ordered as they are.
 */
export class Instant {
  text;
  constructor(text) {
    this.text = text;
  }
  /** Parses an RFC 3339 time with any number of decimals; null for any other text. */
  static parse(text) {
    if (fullPattern.test(text)) return new Instant(text);
    const [, seconds, fraction = '', zone] =
      /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
    const at = seconds === undefined ? Number.NaN : Date.parse(`${seconds}${zone}`);
    return Number.isNaN(at) ? null : Instant.#create(at, fraction.padEnd(9, '0'));
  }
  static fromEpochMs(at) {
    const wholeMs = Math.floor(at);
    return Instant.#create(wholeMs, `${String(((wholeMs % 1_000) + 1_000) % 1_000).padStart(3, '0')}000000`);
  }
  static #create(at, nanoseconds) {
    return new Instant(`${new Date(at).toISOString().slice(0, 19)}.${nanoseconds}Z`);
  }
  get epochMs() {
    return Date.parse(`${this.text.slice(0, 23)}Z`);
  }
  isAfter(other) {
    return this.text > other.text;
  }
  /** As the parameter `since` of the API: `1795338000.000000001`. */
  toUnixTime() {
    return `${Math.floor(this.epochMs / 1_000)}.${this.text.slice(20, 29)}`;
  }
}
const fullPattern = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{9}Z$/;
