/** Extracts the address from nginx's `upstream:` value: `http://10.0.0.5:8080/cart` gives `10.0.0.5:8080`. */
export const parseUpstreamAddress = (upstream: string): string | null => {
  const rest = upstream.replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '');
  if (rest.startsWith('unix:')) return parseUnixAddress(rest);
  const authority = /^[^/?#\s]+/.exec(rest)?.[0];
  return authority ?? null;
};

/** Returns the socket type of an address; null without one. */
export const detectSocketType = (address: string | null): 'tcp' | 'unix' | null =>
  address === null ? null : address.startsWith('unix:') ? 'unix' : 'tcp';

/** nginx separates the socket path from the URI with a colon; without one, the file extension marks the end. */
function parseUnixAddress(text: string): string {
  const colon = text.indexOf(':', 'unix:'.length);
  if (colon >= 0) return text.slice(0, colon);
  return /^unix:\S*?\.sock(?:et)?(?=\/)/.exec(text)?.[0] ?? text;
}
