/** The address in nginx's `upstream:` value: `http://10.0.0.5:8080/cart` gives `10.0.0.5:8080`. */
export const parseUpstreamAddress = (upstream: string): string | null => {
  const rest = upstream.replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '');
  if (rest.startsWith('unix:')) return parseUnixAddress(rest);
  const authority = /^[^/?#\s]+/.exec(rest)?.[0];
  return authority ?? null;
};

/** The kind of socket that an address belongs to. */
export const detectSocketType = (address: string | null): 'tcp' | 'unix' | null =>
  address === null ? null : address.startsWith('unix:') ? 'unix' : 'tcp';

/** nginx puts a colon between a socket's path and the URI; others do not, and then the name's ending must do. */
function parseUnixAddress(text: string): string {
  const colon = text.indexOf(':', 'unix:'.length);
  if (colon >= 0) return text.slice(0, colon);
  return /^unix:\S*?\.sock(?:et)?(?=\/)/.exec(text)?.[0] ?? text;
}
