import type { FormatStop } from './decoder.js';

/** The parts of a line in their order, as sticky patterns. `evidence` is how much one says about the format. */
export type Layout = readonly {
  readonly pattern: RegExp;
  /** Description of the part: `the time, as in 09:23:04`. */
  readonly expected: string;
  readonly evidence: number;
}[];

/** Says which part of a layout is the first that a line does not have; undefined if it has all. */
export function readLayout(layout: Layout, line: string): FormatStop | undefined {
  let position = 0;
  let evidence = 0;
  for (const part of layout) {
    part.pattern.lastIndex = position;
    if (!part.pattern.test(line)) return { format: null, position, expected: part.expected, evidence };
    position = part.pattern.lastIndex;
    evidence += part.evidence;
  }
  return undefined;
}

/** The stop that is furthest in the line, among equal ones the one with the most evidence, then the first. */
export function chooseFurthest<Stop extends FormatStop>(
  stops: readonly (Stop | undefined)[],
): Stop | undefined {
  let best: Stop | undefined;
  for (const stop of stops) {
    if (stop === undefined || stop.evidence < evidenceMin) continue;
    const isFurther = best === undefined || stop.position > best.position;
    if (isFurther || (stop.position === best?.position && stop.evidence > best.evidence)) best = stop;
  }
  return best;
}

/** Less is found in lines of any program: a date, some dashes and brackets. */
const evidenceMin = 4;
