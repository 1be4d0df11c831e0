/** Extracts the address from nginx's `upstream:` value: `http://10.0.0.5:8080/cart` gives `10.0.0.5:8080`. */
export const parseUpstreamAddress = (upstream) => {
  // Passenger writes its scheme without slashes.
  const rest = upstream.replace(/^[a-z][a-z0-9+.-]{0,20}:(?:\/\/|(?=unix:))/i, '');
  if (rest.startsWith('unix:')) return parseUnixAddress(rest);
  const authority = /^[^/?#\s]+/.exec(rest)?.[0];
  return authority === undefined ? null : (gluedAddress.exec(authority)?.[1] ?? authority);
};
/** A path without its slash stands at the port: `proxy_pass http://127.0.0.1:5001$uri` with a relative URI. */
const gluedAddress = /^((?:\[[\da-fA-F:.]+\]|[\w.-]+):\d{1,5})[^\d:]/;
/** Returns the socket type of an address; null without one. */
export const detectSocketType = (address) =>
  address === null ? null : address.startsWith('unix:') ? 'unix' : 'tcp';
/** Writes an upstream as nginx writes others: with a slash before a path that lost it, and slashes after the scheme. */
export const repairUpstream = (upstream) =>
  upstream
    .replace(/^([a-z][a-z0-9+.-]{0,20}):(?=unix:)/i, '$1://')
    .replace(/^([a-z][a-z0-9+.-]{0,20}:\/\/(?:\[[\da-fA-F:.]+\]|[\w.-]+):\d{1,5})(?=[^\d:/?#\s])/i, '$1/');
/** nginx separates the socket path from the URI with a colon; without one, the file extension marks the end. */
function parseUnixAddress(text) {
  const colon = text.indexOf(':', 'unix:'.length);
  if (colon >= 0) return text.slice(0, colon);
  return /^unix:\S*?\.sock(?:et)?(?=\/)/.exec(text)?.[0] ?? text;
}
