/** Collects the mismatches of one surface. */
export class Comparison {
  mismatches = [];
  /** Number of comparisons made: a checker that compares nothing finds nothing. */
  count = 0;
  #surface;
  constructor(surface) {
    this.#surface = surface;
  }
  equal(kind, expected, got) {
    this.count += 1;
    const [expectedText, gotText] = [toStableText(expected), toStableText(got)];
    if (expectedText !== gotText) this.report(kind, expectedText, gotText);
  }
  within(kind, from, to, got) {
    this.count += 1;
    if (!(got >= from && got <= to)) this.report(kind, `${from} to ${to}`, String(got));
  }
  report(kind, expected, got) {
    this.mismatches.push({ surface: this.#surface, kind, expected, got });
  }
}
/** JSON with sorted keys. */
function toStableText(value) {
  return (
    JSON.stringify(value, (_, part) =>
      part !== null && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'undefined'
  );
}
