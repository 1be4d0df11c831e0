/**
 * Number of runs of a property test: all of them in CI, a tenth during local development. A failure prints its seed in
 * both cases.
 */
export const countRuns = (full) => (process.env['CI'] === undefined ? Math.ceil(full / 10) : full);
