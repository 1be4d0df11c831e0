/** Parses markup as a browser would into elements with attributes, in order. Throws on unclosed quotes or brackets. */
export function parseElements(markup) {
  const elements = [];
  let index = 0;
  while (index < markup.length) {
    const open = markup.indexOf('<', index);
    if (open < 0) break;
    const text = markup.slice(index, open);
    if (text.includes('>') && elements.at(-1)?.name !== 'style')
      throw new Error(`a bare > in ${text.slice(0, 80)}`);
    const tag = /^<(\/?)(!?[a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/i.exec(
      markup.slice(open, open + 20_000),
    );
    if (tag === null) throw new Error(`no element: ${markup.slice(open, open + 120)}`);
    const [tagText, closing, name = '', attributes = ''] = tag;
    if (closing === '') elements.push({ name, attributes: parseAttributes(attributes) });
    index = open + tagText.length;
    // Browsers do not parse markup inside a style element.
    if (name === 'style' && closing === '') index = markup.indexOf('</style>', index);
  }
  return elements;
}
const parseAttributes = (text) =>
  Object.fromEntries(
    [...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, value]),
  );
/** Elements used by our pages. Any other element was injected from a log. */
const allowedElements = new Set(
  '!doctype html head meta title style body a header main h1 h2 h3 p strong code time dl div dt dd figure figcaption svg rect path text g defs clippath ul ol li span section article details summary pre table thead tbody tr th td footer br nav form label input button small circle line polyline polygon tspan'.split(
    ' ',
  ),
);
/** Elements and attributes that could run code or load content, which our pages never contain. */
export function findActiveContent(markup) {
  return parseElements(markup).flatMap(({ name, attributes }) => [
    ...(allowedElements.has(name.toLowerCase()) ? [] : [`<${name}>`]),
    ...Object.entries(attributes)
      .filter(
        ([key, value]) =>
          /^on/i.test(key) ||
          key === 'style' ||
          (/^(href|src|action)$/.test(key) && !/^(\/|#|https:\/\/)/.test(value)),
      )
      .map(([key, value]) => `${name} ${key}="${value}"`),
  ]);
}
