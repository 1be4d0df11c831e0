/** Returns the product that writes a log format; nginx if unknown, as most gateways are. */
export const getProduct = (format) => (format === undefined ? 'nginx' : productsByFormat[format]);
const productsByFormat = {
  'nginx-error': 'nginx',
  'nginx-access': 'nginx',
  'envoy-access': 'envoy',
  'envoy-app': 'envoy',
  haproxy: 'haproxy',
  ztunnel: 'ztunnel',
  'caddy-access': 'caddy',
  'caddy-error': 'caddy',
};
