/**
 * Shortens the name of an Istio cluster: `outbound|8080|v1|orders.shop.svc.cluster.local` becomes `orders.shop:8080`. Other
 * names are unchanged.
 */
export function shortenClusterName(cluster) {
  const [direction, port = '', , host = '', ...rest] = cluster.split('|');
  const isIstio = (direction === 'outbound' || direction === 'inbound') && /^\d{1,5}$/.test(port);
  if (!isIstio || rest.length > 0) return cluster;
  return `${host === '' ? direction : host.replace(/\.svc\.cluster\.local$/, '')}:${port}`;
}
