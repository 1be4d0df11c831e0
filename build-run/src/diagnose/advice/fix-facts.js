import { buildFixTarget, placeholders } from '../fix-target.js';
import { findSurroundings } from './find-surroundings.js';
import { findRecordFacts, unknownRecordFacts } from './record-facts.js';
import { unknownSurroundings } from './surroundings.js';
/** Finds the facts of failures from their upstream and records. */
export function buildFixFacts(source) {
  const surroundings = findSurroundings(source);
  const target = buildFixTarget(source);
  const upstream = source.upstream ?? '';
  const service = findService(upstream, surroundings);
  return {
    ...target,
    cluster: clusterName.test(upstream) ? upstream : target.name,
    namespace: service?.namespace ?? routeNamespace.exec(upstream)?.[1] ?? null,
    surroundings,
    record: findRecordFacts(source.records.map(({ text }) => text)),
    service,
    usual: source.usual ?? null,
    doOtherRoutesAnswer: source.doOtherRoutesAnswer ?? false,
    busiestSecond: source.busiestSecond ?? null,
  };
}
/** Names that need no escape between single quotes. */
const clusterName = /^[\w.|/:;-]{1,150}$/;
/** Envoy Gateway names clusters after routes: `httproute/NAMESPACE/NAME/rule/0`. */
const routeNamespace = /^(?:http|grpc|tcp|tls|udp)route\/([a-z0-9-]{1,63})\//;
/** Facts of a failure of which nothing is known but the product. */
export const unknownFixFacts = {
  ...placeholders,
  cluster: placeholders.name,
  namespace: null,
  surroundings: unknownSurroundings,
  record: unknownRecordFacts,
  service: null,
  usual: null,
  doOtherRoutesAnswer: false,
  busiestSecond: null,
};
/**
 * The service in names of Kubernetes, Istio, Envoy Gateway, Contour and ingress-nginx. A dash may stand in each part of
 * ingress-nginx's `NAMESPACE-SERVICE-PORT`, so only one with two dashes is cut with certainty.
 */
function findService(upstream, { gateway }) {
  const host =
    /^(?:(?:outbound|inbound-vip)\|(\d+)\|[^|]*\|)?([\w-]+)\.([\w-]+)\.svc(?:\.[\w.-]+)?(?::(\d+))?;?$/.exec(
      upstream,
    );
  if (host !== null) return toService(host[2], host[3], host[1] ?? host[4]);
  const consul = /^([\w-]+)\.[\w-]+\.[\w-]+\.internal\.[\da-f-]{8,36}\.consul$/.exec(upstream);
  if (consul !== null) return toService(consul[1], undefined, undefined);
  if (gateway === 'contour') {
    const [namespace, name, port] = upstream.split('/');
    return toService(name, namespace, port);
  }
  if (gateway !== 'ingress-nginx') return null;
  const parts = /^([a-z0-9-]+)-([a-z0-9]+)$/.exec(upstream);
  if (parts === null) return null;
  const names = (parts[1] ?? '').split('-');
  return names.length === 2 ? toService(names[1], names[0], parts[2]) : null;
}
const toService = (name, namespace, port) =>
  name === undefined ? null : { name, namespace: namespace ?? null, port: port ?? null };
