/** True when the name matches the pattern, in which `*` stands for any text. Linear in the length of the name. */
export function matchesWildcard(pattern, name) {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  const end = name.length - last.length;
  let index = first.length;
  for (const literal of rest) {
    const foundIndex = name.indexOf(literal, index);
    if (foundIndex < 0 || foundIndex + literal.length > end) return false;
    index = foundIndex + literal.length;
  }
  return true;
}
