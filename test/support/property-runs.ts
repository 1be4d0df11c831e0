/**
 * Runs of a property test: all of them in CI, a tenth while somebody works and waits. A failure prints its seed either
 * way.
 */
export const countRuns = (full: number): number =>
  process.env['CI'] === undefined ? Math.ceil(full / 10) : full;
