const variantsMax = 256;

/** A glob as path segments, one list for each way to fill its braces. `**` stands for any number of directories. */
export function globSegments(glob: string): readonly (readonly string[])[] {
  return withoutBraces(glob).map((path) => path.split('/').filter((segment) => segment !== ''));
}

/** Whether a path belongs to a glob: `*`, `?`, `[a-z]`, `[!a-z]`, `{a,b}`, and `**` between slashes. */
export function globMatches(glob: string, path: string): boolean {
  const names = path.split('/').filter((name) => name !== '');
  return globSegments(glob).some((segments) => segmentsMatch(segments, names));
}

/** Whether one name belongs to one segment of a glob. Like the shell's, `*` does not match a leading dot. */
export function nameMatches(segment: string, name: string): boolean {
  if (name.startsWith('.') && !segment.startsWith('.')) return false;
  return matches(tokensOf(segment), [...name], (token) => token === star, fits);
}

export const hasWildcard = (segment: string): boolean => /[*?[]/.test(segment);

function segmentsMatch(segments: readonly string[], names: readonly string[]): boolean {
  return matches(
    segments,
    names,
    (segment) => segment === '**',
    (segment, name) => nameMatches(segment, name),
  );
}

/**
 * Matching with a token for "any number of": on a misfit, the last such token takes one more. Steps back never go
 * beyond that token, so the time is at most the product of the lengths.
 */
function matches<Token, Item>(
  tokens: readonly Token[],
  items: readonly Item[],
  isAny: (token: Token) => boolean,
  accepts: (token: Token, item: Item) => boolean,
): boolean {
  let at = 0;
  let any = -1;
  let taken = 0;
  let i = 0;
  while (i < items.length) {
    const token = tokens[at];
    const item = items[i] as Item; // i is below the length
    if (token !== undefined && isAny(token)) {
      any = at++;
      taken = i;
    } else if (token !== undefined && accepts(token, item)) {
      at++;
      i++;
    } else if (any >= 0) {
      at = any + 1;
      i = ++taken;
    } else return false;
  }
  return tokens.slice(at).every(isAny);
}

type NameToken = typeof star | ((char: string) => boolean);
const star = Symbol('*');
const fits = (token: NameToken, char: string) => token !== star && token(char);

function tokensOf(segment: string): NameToken[] {
  const pieces = segment.match(/\[[!^]?\]?[^\]]*\]|./gsu) ?? [];
  return pieces.map((piece) => {
    if (piece === '*') return star;
    if (piece === '?') return () => true;
    return piece.length > 2 && piece.startsWith('[') ? oneOf(piece.slice(1, -1)) : (char) => char === piece;
  });
}

function oneOf(set: string): (char: string) => boolean {
  const negated = /^[!^]/.test(set);
  const spans = (negated ? set.slice(1) : set).match(/.-.|./gsu) ?? [];
  const within = (span: string, char: string) => {
    const [first = '', , last = first] = [...span];
    return first <= char && char <= last;
  };
  return (char) => spans.some((span) => within(span, char)) !== negated;
}

function withoutBraces(glob: string): string[] {
  const done: string[] = [];
  const left = [glob];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const brace = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (brace === null) done.push(next);
    else {
      const { index } = brace;
      const behind = next.slice(index + brace[0].length);
      const before = next.slice(0, index);
      left.push(...(brace[1] ?? '').split(',').map((choice) => before + choice + behind));
    }
    if (done.length + left.length > variantsMax)
      throw new RangeError(
        `Cannot follow ${glob}: its braces stand for over ${variantsMax} paths; name fewer`,
      );
  }
  return done.reverse();
}
