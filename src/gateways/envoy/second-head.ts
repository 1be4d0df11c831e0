/**
 * True for a line in which status and flags may be a client's words. The path is the only text of a client in front of
 * them; whoever forges them in it leaves the true protocol behind, its quote and the true status.
 */
export function hasSecondHead(line: string): boolean {
  const first = head.exec(line);
  return first !== null && head.test(line.slice(first.index + first[0].length));
}

const head = /HTTP\/[\d.]{1,3}" \d{1,3} /;
