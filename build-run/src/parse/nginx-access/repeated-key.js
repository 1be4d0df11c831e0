/**
 * True if a JSON line holds a key twice in one object, as no gateway writes it. In text that is no whole object, keys of all
 * objects are compared, as there a client may have opened one.
 */
export function repeatsKey(line) {
  if (!line.startsWith('{')) return false;
  const all = new Set();
  const objects = [];
  let isRepeatedWithin = false;
  let isRepeatedAnywhere = false;
  for (const [token, text, colon] of line.matchAll(tokenPattern)) {
    const key = colon === undefined ? undefined : text;
    if (token === '{') objects.push(new Set());
    else if (token === '}') objects.pop();
    else if (key !== undefined) {
      const keys = objects.at(-1);
      isRepeatedWithin ||= keys?.has(key) ?? true;
      isRepeatedAnywhere ||= all.has(key);
      keys?.add(key);
      all.add(key);
    }
  }
  return isRepeatedWithin || (isRepeatedAnywhere && objects.length > 0);
}
/** A brace, a key, or any other string. */
const tokenPattern = /[{}]|"((?:[^"\\]|\\.)*)"?(?:\s*(:))?/g;
