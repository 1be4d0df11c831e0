/**
 * The lines that a gateway writes when it decodes the target of a request: nginx does so in `open() "…" failed`, where `%0a`
 * becomes a line feed. Empty for a target without one, as almost all are.
 */
export function decodeTargetLines(target) {
  if (!/%0a/i.test(target)) return [];
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  const lines = normalizePath(decodePercent(path)).split('\n');
  return lines.length > 1 ? lines : [];
}
const decodePercent = (path) =>
  path.replace(/(?:%[\da-f]{2})+/gi, (escapes) =>
    decoder.decode(
      Uint8Array.from({ length: escapes.length / 3 }, (_, index) =>
        Number.parseInt(escapes.slice(3 * index + 1, 3 * index + 3), 16),
      ),
    ),
  );
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** nginx removes dot segments and merges slashes after it has decoded the path. */
function normalizePath(path) {
  const kept = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.' && segment !== '') kept.push(segment);
  }
  return `/${kept.join('/')}`;
}
