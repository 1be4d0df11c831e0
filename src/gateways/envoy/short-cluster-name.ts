/**
 * An Istio cluster as people call it: `outbound|8080|v1|orders.shop.svc.cluster.local` is `orders.shop:8080 (v1)`. Names
 * of other making stay as they are.
 */
export function shortClusterName(cluster: string): string {
  const [direction, port = '', subset = '', host = '', ...rest] = cluster.split('|');
  if ((direction !== 'outbound' && direction !== 'inbound') || !/^\d{1,5}$/.test(port) || rest.length > 0) {
    return cluster;
  }
  const name = host === '' ? direction : host.replace(/\.svc\.cluster\.local$/, '');
  return `${name}:${port}${subset === '' ? '' : ` (${subset})`}`;
}
