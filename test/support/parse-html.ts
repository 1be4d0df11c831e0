/** What a browser would make of markup: every element with its attributes, in order. Throws where quotes or brackets do not close. */
export function elementsIn(markup: string): readonly Element[] {
  const elements: Element[] = [];
  let at = 0;
  while (at < markup.length) {
    const open = markup.indexOf('<', at);
    if (open < 0) break;
    const text = markup.slice(at, open);
    if (text.includes('>') && elements.at(-1)?.name !== 'style')
      throw new Error(`a bare > in ${text.slice(0, 80)}`);
    const tag = /^<(\/?)(!?[a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/i.exec(
      markup.slice(open, open + 20_000),
    );
    if (tag === null) throw new Error(`no element: ${markup.slice(open, open + 120)}`);
    const [whole, closing, name = '', attributes = ''] = tag;
    if (closing === '') elements.push({ name, attributes: attributesIn(attributes) });
    at = open + whole.length;
    // Browsers take a style element as it stands until it is closed.
    if (name === 'style' && closing === '') at = markup.indexOf('</style>', at);
  }
  return elements;
}

export type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

const attributesIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [name, value]),
  );

/** What pages are made of. Anything else came from a log. */
const known = new Set(
  '!doctype html head meta title style body a header main h1 h2 h3 p strong code time dl div dt dd figure figcaption svg rect path text g defs clippath ul ol li span section article details summary pre table thead tbody tr th td footer br nav form label input button small circle line polyline polygon tspan'.split(
    ' ',
  ),
);

/** Elements and attributes that could act, which a page of ours never has. */
export function actingIn(markup: string): readonly string[] {
  return elementsIn(markup).flatMap(({ name, attributes }) => [
    ...(known.has(name.toLowerCase()) ? [] : [`<${name}>`]),
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
