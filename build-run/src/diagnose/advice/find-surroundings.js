import { addKnownSurroundings } from './known-surroundings.js';
/** Finds the surroundings of failures from a few of their records. */
export function findSurroundings(source) {
  const { records } = source;
  const gatewayPod = findFirst(records, findPod);
  const gateway = findGatewayProduct(source, gatewayPod);
  const place = findFirst(records, findPlace) ?? (isKubernetesProduct(gateway, source) ? 'kubernetes' : null);
  const found = {
    place: gatewayPod === null ? place : 'kubernetes',
    gateway,
    gatewayPod,
    gatewayContainer: place === 'docker' ? findFirst(records, findContainerName) : null,
    logPath: findFirst(records, ({ file }) => (typeablePath.test(file) ? file : null)),
    scheme: findFirst(records, ({ text }) => findScheme(text)),
    runtime: findRuntime(source),
    appUnit: null,
    direction: findDirection(source.upstream ?? ''),
  };
  return addKnownSurroundings(found, source);
}
function findPlace({ text, file }) {
  if (file.startsWith('/var/lib/docker/containers/')) return 'docker';
  // Docker's own DNS server, which every user-defined network has.
  if (/resolver: 127\.0\.0\.11(?::53)?\b/.test(text)) return 'docker';
  // Winsock's errors, and paths with a drive.
  if (/\(100\d\d: /.test(text) || /\b[A-Z]:[\\/][\w .-]+[\\/]/.test(text)) return 'windows';
  // Errno 61 is a refused connection on macOS and BSD; on Linux it is 111.
  if (/\((?:61: Connection refused|60: Operation timed out|54: Connection reset)/.test(text)) return 'macos';
  if (/^\/opt\/homebrew\/|^\/usr\/local\/var\/log\//.test(file)) return 'macos';
  return null;
}
/** The container that compose names in front of a line: `shop-web-1`. Alone it proves nothing, as hosts have such names. */
const findContainerName = ({ source }) => (composeContainer.test(source ?? '') ? (source ?? null) : null);
const composeContainer = /^[a-z0-9][a-z0-9_.-]{0,60}[-_]\d{1,2}$/;
/**
 * `/var/log/pods/NAMESPACE_POD_UID/CONTAINER/0.log`, `/var/log/containers/POD_NAMESPACE_CONTAINER-ID.log`, or the name of a
 * pod of a deployment in the envelope.
 */
function findPod({ file, source }) {
  const pods = /\/pods\/([a-z0-9.-]+)_([a-z0-9.-]+)_[\w-]+\/([a-z0-9.-]+)\//.exec(file);
  if (pods !== null) return toPodName(pods[2], pods[1], pods[3]);
  const containers = /\/containers\/([a-z0-9.-]+)_([a-z0-9.-]+)_([a-z0-9.-]+)-[0-9a-f]{64}\.log/.exec(file);
  if (containers !== null) return toPodName(containers[1], containers[2], containers[3]);
  return deploymentPod.test(source ?? '') ? toPodName(source ?? undefined) : null;
}
const toPodName = (name, namespace, container) =>
  name === undefined ? null : { name, namespace: namespace ?? null, container: container ?? null };
/** The hash and the random end that Kubernetes gives to the pods of a deployment; it uses no vowels. */
const deploymentPod =
  /^[a-z0-9][a-z0-9.-]{0,200}-[bcdf-hj-np-tv-xz2456789]{6,10}-[bcdf-hj-np-tv-xz2456789]{5}$/;
/** The order counts: the first that a record shows. */
function findGatewayProduct(source, pod) {
  const isEnvoy = source.format?.startsWith('envoy') === true;
  const products = isEnvoy ? envoyProducts : nginxProducts;
  const traces = {
    upstream: source.upstream ?? '',
    pod: pod?.name ?? source.records.find(({ source }) => source)?.source ?? '',
    container: pod?.container ?? '',
    text: source.records.map(({ text }) => text).join('\n'),
    file: source.records[0]?.file ?? '',
  };
  return products.find(({ leaves }) => leaves(traces))?.product ?? (isEnvoy ? 'envoy' : 'nginx');
}
const nginxProducts = [
  {
    product: 'ingress-nginx',
    // Its format ends in the upstream, the alternative upstream and the lists.
    leaves: ({ pod, file, text }) =>
      /ingress-nginx/.test(`${pod} ${file}`) ||
      / \[[a-z0-9][a-z0-9.-]*-[a-z0-9-]+\] \[[a-z0-9.-]*\] (?:\S+:\d+|-)/.test(text),
  },
  {
    product: 'kong',
    leaves: ({ pod, file, text }) =>
      /\bkong\b/i.test(`${pod} ${file}`) || /server: kong\b|\[kong\]/.test(text),
  },
  { product: 'apisix', leaves: ({ pod, file, text }) => /apisix/.test(`${pod} ${file} ${text}`) },
  { product: 'openresty', leaves: ({ file, text }) => /openresty/.test(`${file} ${text}`) },
];
const envoyProducts = [
  { product: 'istio-sidecar', leaves: ({ upstream }) => upstream.startsWith('inbound|') },
  { product: 'istio-gateway', leaves: ({ pod }) => /istio-(?:ingress|egress)?gateway|-istio-/.test(pod) },
  {
    product: 'istio-sidecar',
    leaves: ({ upstream, container }) => upstream.startsWith('outbound|') || container === 'istio-proxy',
  },
  { product: 'envoy-gateway', leaves: ({ upstream }) => /^(?:http|grpc|tcp|tls|udp)route\//.test(upstream) },
  { product: 'contour', leaves: ({ upstream }) => /^[^/|]+\/[^/|]+\/\w+\/[0-9a-f]{10}$/.test(upstream) },
  { product: 'consul', leaves: ({ upstream }) => /\.internal\.[0-9a-f-]+\.consul$/.test(upstream) },
  { product: 'gloo', leaves: ({ upstream }) => /_gloo-system$/.test(upstream) },
  { product: 'cilium', leaves: ({ upstream }) => /cilium/.test(upstream) },
  { product: 'app-mesh', leaves: ({ upstream }) => /^cds_(?:in|e)gress_/.test(upstream) },
  {
    product: 'kuma',
    leaves: ({ container, upstream }) => container === 'kuma-sidecar' || /_msh_/.test(upstream),
  },
];
/** Products that run in Kubernetes alone, and names that only a cluster has. */
const isKubernetesProduct = (gateway, { upstream, records }) =>
  kubernetesProducts.has(gateway) ||
  /\.svc(?:\.cluster\.local)?\b/.test(upstream ?? '') ||
  records.some(({ text }) => /\.svc\.cluster\.local\b/.test(text));
const kubernetesProducts = new Set([
  'ingress-nginx',
  'istio-sidecar',
  'istio-gateway',
  'envoy-gateway',
  'contour',
  'gloo',
  'cilium',
]);
/** nginx writes the protocol into `upstream:`, before the address. */
function findScheme(text) {
  const scheme = /\bupstream: "([a-z]+):\/\//.exec(text)?.[1];
  return upstreamSchemes.find((known) => known === scheme) ?? null;
}
const upstreamSchemes = ['http', 'https', 'grpc', 'grpcs', 'fastcgi', 'uwsgi', 'scgi', 'memcached'];
/** The name of the socket or of the service tells the runtime, or the protocol that only one runtime speaks. */
function findRuntime({ peer, upstream, records }) {
  const names = `${peer ?? ''} ${upstream ?? ''}`.toLowerCase();
  const named = runtimes.find(({ pattern }) => pattern.test(names))?.runtime;
  if (named !== undefined) return named;
  const scheme = findFirst(records, ({ text }) => findScheme(text));
  if (scheme === 'uwsgi') return 'uwsgi';
  // Nearly all that speaks FastCGI behind nginx is PHP.
  return scheme === 'fastcgi' ? 'php-fpm' : null;
}
const runtimes = [
  { runtime: 'php-fpm', pattern: /php[\d.]*(?:-fpm)?|\bfpm\b/ },
  { runtime: 'gunicorn', pattern: /gunicorn/ },
  { runtime: 'uvicorn', pattern: /uvicorn/ },
  { runtime: 'uwsgi', pattern: /uwsgi/ },
  { runtime: 'puma', pattern: /\bpuma\b|unicorn/ },
  { runtime: 'passenger', pattern: /passenger/ },
  { runtime: 'tomcat', pattern: /tomcat/ },
  // A machine may be called node-1.
  { runtime: 'node', pattern: /\bnode-?js\b|\bnode-?app\b|\bexpress\b/ },
];
const findDirection = (upstream) =>
  upstream.startsWith('inbound') ? 'inbound' : upstream.startsWith('outbound|') ? 'outbound' : null;
/** A path that needs no quotes. */
const typeablePath = /^\/[\w./-]{1,200}$/;
function findFirst(records, find) {
  for (const record of records) {
    const found = find(record);
    if (found !== null) return found;
  }
  return null;
}
