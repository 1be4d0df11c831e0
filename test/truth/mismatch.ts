/** One number or statement that differs from the truth. */
export type Mismatch = {
  /** Where it was seen: `analyze --failures`, `GET /api/v1/status` … */
  readonly surface: string;
  /** The kind of mistake, to group by: `missing failure of page-404`. */
  readonly kind: string;
  readonly expected: string;
  readonly got: string;
};

/** Collects the mismatches of one surface. */
export class Comparison {
  readonly mismatches: Mismatch[] = [];
  /** Number of comparisons made: a checker that compares nothing finds nothing. */
  count = 0;
  readonly #surface: string;

  constructor(surface: string) {
    this.#surface = surface;
  }

  equal(kind: string, expected: unknown, got: unknown): void {
    this.count += 1;
    const [expectedText, gotText] = [toStableText(expected), toStableText(got)];
    if (expectedText !== gotText) this.report(kind, expectedText, gotText);
  }

  within(kind: string, from: number, to: number, got: number): void {
    this.count += 1;
    if (!(got >= from && got <= to)) this.report(kind, `${from} to ${to}`, String(got));
  }

  report(kind: string, expected: string, got: string): void {
    this.mismatches.push({ surface: this.#surface, kind, expected, got });
  }
}

/** JSON with sorted keys. */
function toStableText(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      part !== null && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'undefined'
  );
}
