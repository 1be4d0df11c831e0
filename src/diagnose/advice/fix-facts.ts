import type { LogFormatId } from '../../parse/event.js';
import type { FixTarget } from '../fix-target.js';
import { buildFixTarget, placeholders } from '../fix-target.js';
import { findSurroundings } from './find-surroundings.js';
import { findRecordFacts, type RecordFacts, unknownRecordFacts } from './record-facts.js';
import { type Surroundings, type SurroundingsRecord, unknownSurroundings } from './surroundings.js';
import type { UsualAnswers } from './usual-answers.js';

/** Everything that chooses and fills the steps of a fix: a step that the facts exclude is not built. */
export type FixFacts = FixTarget & {
  readonly surroundings: Surroundings;
  readonly record: RecordFacts;
  /** The upstream as Envoy names its cluster, for grep -F, else its name. */
  readonly cluster: string;
  /** Kubernetes namespace of the upstream or of its route, if a name has it. */
  readonly namespace: string | null;
  /** Kubernetes service of the upstream, if its name has one. */
  readonly service: ServiceName | null;
  /** What the failing routes answered before; null where the log has none, and for a single record. */
  readonly usual: UsualAnswers | null;
  /** True where the logs show that other routes of the upstream answer meanwhile. */
  readonly doOtherRoutesAnswer: boolean;
  /** The most requests to the upstream within a second while it failed; null where the log does not tell. */
  readonly busiestSecond: number | null;
};

/** A Kubernetes service. The namespace is null where the name could be cut in several places. */
export type ServiceName = {
  readonly name: string;
  readonly namespace: string | null;
  readonly port: string | null;
};

export type FixFactsSource = {
  readonly format: LogFormatId | undefined;
  readonly peer: string | null;
  readonly upstream: string | null;
  /** A few records of the failures, the deciding one first. */
  readonly records: readonly SurroundingsRecord[];
  readonly usual?: UsualAnswers | null;
  readonly doOtherRoutesAnswer?: boolean;
  readonly busiestSecond?: number | null;
};

/** Finds the facts of failures from their upstream and records. */
export function buildFixFacts(source: FixFactsSource): FixFacts {
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
export const unknownFixFacts: FixFacts = {
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
function findService(upstream: string, { gateway }: Surroundings): ServiceName | null {
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

const toService = (
  name: string | undefined,
  namespace: string | undefined,
  port: string | undefined,
): ServiceName | null =>
  name === undefined ? null : { name, namespace: namespace ?? null, port: port ?? null };
