import { isIpAddress } from '../../base/ip-address.js';
import { findCrash, findNamespace, findPod, listEndpoints, readUpstreamLog } from './commands.js';
import { look } from './fix-step.js';
/**
 * Steps on ztunnel, the node proxy of Istio's ambient mode. It has no listener that answers probes, no routes and no
 * shell: istioctl 1.23 or newer shows what it knows.
 */
export const ztunnelAdvice = {
  steps: (facts) => [seeWorkload(facts), seeEndpoints(facts), readZtunnels(facts)],
  causes: {
    'connection-refused': (facts) => [
      facts.port === hbonePort
        ? look(
            'cluster',
            'See whether ztunnel runs on the node of that address',
            'kubectl get pods -n istio-system -l app=ztunnel -o wide',
          )
        : look('cluster', 'See the pod with that address: is it ready, does it restart', findPod(facts)),
      seeEndpoints(facts),
      seeWorkload(facts),
    ],
    'connect-timeout': (facts) => [
      look(
        'cluster',
        'See whether a NetworkPolicy of the destination keeps out port 15008',
        `kubectl get networkpolicy -n ${findNamespace(facts)} -o yaml | grep -E 'name:|port:'`,
      ),
      look('cluster', 'See the pod with that address: is it still there', findPod(facts)),
      seeWorkload(facts),
      seeEndpoints(facts),
    ],
    'no-live-upstreams': (facts) => [seeEndpoints(facts), seeService(facts), seeWorkload(facts)],
    'no-route': (facts) => [seeService(facts), seeWorkload(facts), seeSync],
    'config-push': (facts) => [seeSync, readIstiod, seeWorkload(facts)],
    'tls-verify': () => [seeCertificates, readIstiod],
    'tls-handshake': (facts) => [seeCertificates, seeWorkload(facts), readIstiod],
    'tls-client-cert': () => [seeCertificates, readIstiod],
    'premature-close': readApp,
    'connection-reset': readApp,
    'upstream-502': askWaypoint,
    'upstream-503': askWaypoint,
    'upstream-504': askWaypoint,
  },
};
/** The port of its tunnel, HBONE. */
const hbonePort = '15008';
const nameAddress = ({ host, service, name }) => (isIpAddress(host) ? host : (service?.name ?? name));
const seeWorkload = (facts) =>
  look(
    'gateway',
    'See whether ztunnel knows that workload, and by HBONE or TCP',
    `istioctl ztunnel-config workloads | grep -wF '${nameAddress(facts)}'`,
  );
const seeService = (facts) =>
  look(
    'gateway',
    'See whether ztunnel knows the service, and how many endpoints are healthy',
    `istioctl ztunnel-config services | grep -wF '${facts.service?.name ?? facts.name}'`,
  );
const seeEndpoints = (facts) =>
  look('cluster', 'Check whether the service has ready endpoints', listEndpoints(facts));
const readZtunnels = (facts) =>
  look(
    'gateway',
    'Read what the ztunnels of all nodes say of it',
    `kubectl logs -n istio-system -l app=ztunnel --prefix --tail=500 | grep -F '${nameAddress(facts)}'`,
  );
const seeSync = look(
  'cluster',
  'See whether each ztunnel is in sync with istiod',
  'istioctl proxy-status | grep ztunnel',
);
const readIstiod = look(
  'cluster',
  'Read what istiod says: pushes that failed, certificates not signed',
  'kubectl logs -n istio-system deploy/istiod --tail=100',
);
const seeCertificates = look(
  'gateway',
  'See the certificates that ztunnel has, and until when they are valid',
  'istioctl ztunnel-config certificates',
);
function readApp(facts) {
  const inCluster = { ...facts, surroundings: { ...facts.surroundings, place: 'kubernetes' } };
  return [
    look('upstream', 'Read the last lines of the app', readUpstreamLog(inCluster)),
    look('upstream', 'See whether it was killed or crashed, and why', findCrash(inCluster)),
    seeEndpoints(facts),
  ];
}
function askWaypoint(facts) {
  return [
    look(
      'cluster',
      'If the service has a waypoint, see whether that is programmed: it made the status',
      `istioctl waypoint list -n ${findNamespace(facts)}`,
    ),
    seeEndpoints(facts),
    readZtunnels(facts),
  ];
}
