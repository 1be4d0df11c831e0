/**
 * Matches file paths against the globs of the configuration: `*`, `?`, `[a-z]`, `[!a-z]`, `{a,b}`, and `**` between
 * slashes, as bash does. `*` does not match a leading dot.
 *
 * Hand-written because file names in a log directory come from others and matching must stay linear in their length.
 * Libraries such as picomatch compile `*` to a backtracking regular expression: with four of them, one file name of 255
 * characters took 1.3 s, at every poll.
 */
/** Maximum number of paths the braces of one glob may expand to. */
const variantsMax = 256;
/** Returns true when a path matches a glob. */
export function globMatches(glob, path) {
  const names = splitPath(path);
  return splitGlob(glob).some((segments) =>
    matchSequence(segments, names, (segment) => segment === '**', nameMatches),
  );
}
/** Splits a glob into path segments, one list for each way to expand its braces. */
export function splitGlob(glob) {
  return expandBraces(glob).map(splitPath);
}
/** Returns true when one file name matches one segment of a glob. */
export function nameMatches(segment, name) {
  if (name.startsWith('.') && !segment.startsWith('.')) return false;
  return matchSequence(
    parseSegment(segment),
    [...name],
    (token) => token === star,
    (token, character) => token !== star && token(character),
  );
}
export const hasWildcard = (segment) => /[*?[]/.test(segment);
const splitPath = (path) => path.split('/').filter((name) => name !== '');
/**
 * Matches items against tokens, some of which stand for any number of items. On a mismatch, the last such token takes
 * one more item. It never backtracks beyond that token, so the time is at most the product of the lengths.
 */
function matchSequence(tokens, items, isRepeat, accepts) {
  let tokenIndex = 0;
  let itemIndex = 0;
  let lastRepeat = -1;
  let lastRepeatEnd = 0;
  while (itemIndex < items.length) {
    const token = tokens[tokenIndex];
    const item = items[itemIndex]; // the index is below the length
    if (token !== undefined && isRepeat(token)) {
      lastRepeat = tokenIndex++;
      lastRepeatEnd = itemIndex;
    } else if (token !== undefined && accepts(token, item)) {
      tokenIndex++;
      itemIndex++;
    } else if (lastRepeat >= 0) {
      tokenIndex = lastRepeat + 1;
      itemIndex = ++lastRepeatEnd;
    } else return false;
  }
  return tokens.slice(tokenIndex).every(isRepeat);
}
const star = Symbol('*');
function parseSegment(segment) {
  const parts = segment.match(/\[[!^]?\]?[^\]]*\]|./gsu) ?? [];
  return parts.map((part) => {
    if (part === '*') return star;
    if (part === '?') return () => true;
    if (part.length > 2 && part.startsWith('[')) return createCharacterClass(part.slice(1, -1));
    return (character) => character === part;
  });
}
function createCharacterClass(set) {
  const isNegated = /^[!^]/.test(set);
  const ranges = (isNegated ? set.slice(1) : set).match(/.-.|./gsu) ?? [];
  const contains = (range, character) => {
    const [first = '', , last = first] = [...range];
    return first <= character && character <= last;
  };
  return (character) => ranges.some((range) => contains(range, character)) !== isNegated;
}
function expandBraces(glob) {
  const expanded = [];
  const remaining = [glob];
  for (let next = remaining.pop(); next !== undefined; next = remaining.pop()) {
    const brace = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (brace === null) expanded.push(next);
    else {
      const before = next.slice(0, brace.index);
      const after = next.slice(brace.index + brace[0].length);
      remaining.push(...(brace[1] ?? '').split(',').map((choice) => before + choice + after));
    }
    if (expanded.length + remaining.length > variantsMax)
      throw new RangeError(
        `Cannot follow ${glob}: its braces expand to more than ${variantsMax} paths; use fewer`,
      );
  }
  return expanded.reverse();
}
