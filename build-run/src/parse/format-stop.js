/** Says which part of a layout is the first that a line does not have; undefined if it has all. */
export function readLayout(layout, line) {
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
export function chooseFurthest(stops) {
  let best;
  for (const stop of stops) {
    if (stop === undefined || stop.evidence < evidenceMin) continue;
    const isFurther = best === undefined || stop.position > best.position;
    if (isFurther || (stop.position === best?.position && stop.evidence > best.evidence)) best = stop;
  }
  return best;
}
/** Less is found in lines of any program: a date, some dashes and brackets. */
const evidenceMin = 4;
