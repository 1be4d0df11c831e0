import { isIpAddress, isLoopbackHost } from '../../base/ip-address.js';
import { findServerName, formatAuthority, placeholders } from '../fix-target.js';
/**
 * Commands of fix steps, each in the form that works where the reader is: on a host, in Docker, in Kubernetes, on macOS or
 * Windows. Placeholders are capitals that say whose they are: GATEWAY_POD, APP_POD, APP_UNIT.
 */
/** Runs a command in the place of the gateway, with the gateway's own tools. */
export function runOnGateway(facts, command) {
  const { place } = facts.surroundings;
  if (place === 'docker') return `docker exec ${nameGatewayContainer(facts)} ${wrapForShell(command)}`;
  if (place === 'kubernetes') return `kubectl exec ${selectGatewayPod(facts)} -- ${wrapForShell(command)}`;
  return command;
}
/** Runs a network tool that gateway images lack, in the network of the gateway. busybox has `nc`, `nslookup`, `ping`. */
export function probeFromGateway(facts, command, image = 'busybox') {
  const { place } = facts.surroundings;
  if (place === 'docker')
    return `docker run --rm --network container:${nameGatewayContainer(facts)} ${image} ${command}`;
  if (place === 'kubernetes')
    // `-c` would name the new container.
    return `kubectl debug ${selectGatewayPod(facts, null)} -i --image=${image} -- ${command}`;
  return command;
}
/** Lines of the gateway's configuration in force that match. Null for products that have no such file. */
export const grepGatewayConfig = (facts, pattern) =>
  `${runOnGateway(facts, `${findNginxBinary(facts)} -T`)} 2>/dev/null | grep -nE '${pattern}'`;
/** The servers of the upstream group with their parameters. */
export const readUpstreamGroup = (facts) =>
  `${runOnGateway(facts, `${findNginxBinary(facts)} -T`)} 2>/dev/null | grep -A12 'upstream ${facts.name} '`;
/** Tests the configuration, and shows why the last reload was refused. */
export const testGatewayConfig = (facts) =>
  `${runOnGateway(facts, `${findNginxBinary(facts)} -t`)}; ${grepGatewayLog(facts, '\\[emerg\\]')} | tail -5`;
/** Tests the configuration and reloads it. */
export function reloadGateway(facts) {
  const nginx = findNginxBinary(facts);
  return runOnGateway(facts, `${nginx} -t && ${nginx} -s reload`);
}
/** The lines of the gateway's log that match. */
export function grepGatewayLog(facts, pattern) {
  const { place, logPath } = facts.surroundings;
  const filter = `grep -E '${pattern}'`;
  if (place === 'docker') return `docker logs --since 30m ${nameGatewayContainer(facts)} 2>&1 | ${filter}`;
  if (place === 'kubernetes') return `kubectl logs ${selectGatewayPod(facts)} --since=30m | ${filter}`;
  return `grep -E '${pattern}' ${logPath ?? '/var/log/nginx/error.log'}`;
}
/** Opens a TCP connection to the peer as the gateway does. */
export const testConnection = (facts) =>
  facts.surroundings.place === 'windows'
    ? `Test-NetConnection ${facts.host} -Port ${facts.port}`
    : probeFromGateway(facts, `nc -vz -w3 ${facts.host} ${facts.port}`);
/** Counts the closed connections whose source port is not free yet, and shows the ports that there are. */
export const countTimeWait = (facts) =>
  `${probeFromGateway(facts, `ss -Htan state time-wait '( dport = :${facts.port} )'`, netshoot)} | wc -l; sysctl net.ipv4.ip_local_port_range`;
/** Counts the open connections to the upstream. */
export const countConnections = (facts) =>
  `${probeFromGateway(facts, `ss -Htn state established '( dport = :${facts.port} )'`, netshoot)} | wc -l`;
/** An image with ss and tcpdump. */
const netshoot = 'nicolaka/netshoot';
/** Asks the upstream over HTTP from the gateway; `options` are curl's. Not for FastCGI and its kin: see `speaksHttp`. */
export const curlUpstream = (facts, options) =>
  probeFromGateway(facts, `curl -s --max-time 5 ${options} '${formatUrl(facts, '/')}'`, 'curlimages/curl');
/** Asks it for the host and path of the failing request, as far as the record has them. */
export function repeatRequest(facts, options) {
  const { host, requestPath } = facts.record;
  const hostOption = host === null ? '' : ` -H 'Host: ${host}'`;
  const url = formatUrl(facts, requestPath ?? '/');
  return probeFromGateway(facts, `curl -s --max-time 5 ${options}${hostOption} '${url}'`, 'curlimages/curl');
}
/** Tries the TLS handshake from the gateway; `pipe` follows the command. */
export function tryTls(facts, options = '', pipe = '') {
  const { place } = facts.surroundings;
  const handshake = `s_client -connect '${formatAuthority(facts)}' -servername ${findServerName(facts)}${options}`;
  // Docker keeps the entry point of the image, kubectl replaces it.
  const command =
    place === 'docker'
      ? probeFromGateway(facts, handshake, 'alpine/openssl')
      : probeFromGateway(facts, `openssl ${handshake}`, 'alpine/openssl');
  return `${command} </dev/null${pipe}`;
}
/** Looks the upstream's name up at the DNS server that the gateway asks. */
export function lookUpName(facts) {
  const { name, record, surroundings } = facts;
  const { place } = surroundings;
  if (place === 'docker' || place === 'kubernetes')
    return probeFromGateway(
      facts,
      `nslookup ${name}${record.resolver === null ? '' : ` ${record.resolver}`}`,
    );
  return `dig ${record.resolver === null ? '' : `@${record.resolver} `}${name} A +short +time=2 +tries=1`;
}
/** False for FastCGI, uWSGI, SCGI and memcached, which curl does not speak. */
export const speaksHttp = ({ surroundings: { scheme } }) =>
  scheme === null || scheme === 'http' || scheme === 'https' || scheme === 'grpc' || scheme === 'grpcs';
/** True if the upstream listens on a unix socket. */
export const usesSocket = ({ socket }) => socket !== placeholders.socket;
/** Shows what listens on the port or socket of the upstream, where the upstream runs. */
export function findListener(facts) {
  const { port, socket } = facts;
  if (usesSocket(facts)) return `ss -xlp | grep -F '${socket}'; ls -l ${socket}`;
  switch (facts.surroundings.place) {
    case 'kubernetes':
      return findPod(facts);
    case 'docker':
      return findContainer(facts);
    case 'windows':
      return `netstat -ano | findstr LISTENING | findstr :${port}`;
    case 'macos':
      return `lsof -nP -iTCP:${port} -sTCP:LISTEN`;
    default:
      return `ss -ltnp 'sport = :${port}'`;
  }
}
/** Shows the pod with the address of the peer, or the pods of the service. */
export function findPod(facts) {
  const { host, service, surroundings } = facts;
  const { direction, gatewayPod } = surroundings;
  if (direction === 'inbound' && gatewayPod !== null)
    return `kubectl get pod ${formatPod(gatewayPod)} -o wide`;
  if (isPodAddress(host)) return `kubectl get pods -A -o wide --field-selector status.podIP=${host}`;
  if (isLoopbackHost(host)) return `kubectl get pod -n ${findNamespace(facts)} APP_POD -o wide`;
  return service === null ? `kubectl get pods -A -o wide | grep -F '${host}'` : listEndpoints(facts);
}
/** Shows the endpoints of the service, ready or not. */
export function listEndpoints({ service, namespace }) {
  if (service === null) return `kubectl get endpointslices ${namespace === null ? '-A' : `-n ${namespace}`}`;
  return `kubectl get endpointslices -n ${service.namespace ?? 'NS'} -l kubernetes.io/service-name=${service.name}`;
}
/** Shows the ports of the service and what they lead to. */
export const readServicePorts = ({ service }) =>
  `kubectl get svc -n ${service?.namespace ?? 'NS'} ${service?.name ?? 'SERVICE'} -o jsonpath='{.spec.ports}'`;
/** Finds the container with the address of the peer, running or not. */
function findContainer(facts) {
  const name = findServiceName(facts);
  return name === undefined
    ? `docker ps -q | xargs docker inspect -f '{{.Name}} {{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' | grep -wF ${facts.host}`
    : `docker ps -a --filter name=${name}`;
}
/** Shows the latest log lines of the upstream's service. */
export function readUpstreamLog(facts, lines = 100) {
  const { place } = facts.surroundings;
  if (place === 'kubernetes')
    return facts.service === null || facts.service.namespace === null
      ? withAppPod(facts, (pod) => `kubectl logs ${pod} --tail=${lines}`)
      : `kubectl logs -n ${facts.service.namespace} svc/${facts.service.name} --tail=${lines}`;
  if (place === 'docker') return `docker logs --tail ${lines} ${nameAppContainer(facts)}`;
  return `journalctl -u ${nameUnit(facts)} -n ${lines} --no-pager`;
}
/** Shows whether the service ended, and why: crash, kill, out of memory. */
export function findCrash(facts) {
  const { place } = facts.surroundings;
  if (place === 'kubernetes')
    return withAppPod(facts, (pod) => `kubectl describe pod ${pod} | grep -A6 'Last State'`);
  if (place === 'docker')
    return `docker inspect -f '{{.State.Status}} OOM={{.State.OOMKilled}} exit={{.State.ExitCode}} restarts={{.RestartCount}}' ${nameAppContainer(facts)}`;
  return `systemctl status ${nameUnit(facts)} --no-pager; journalctl -k --since -1h | grep -iE 'oom|killed process'`;
}
/** Rolls the deployment back; it is usually named like its service. */
export const rollBack = (facts) =>
  `kubectl rollout undo deployment -n ${findNamespace(facts)} ${facts.service?.name ?? 'DEPLOYMENT'}`;
/** The unit of the upstream: the name of a PHP socket has the version of its unit. */
export function nameUnit({ socket, surroundings: { runtime, appUnit } }) {
  if (appUnit !== null) return appUnit;
  const php = /php(\d\.\d)?-fpm/.exec(socket);
  if (php !== null) return `php${php[1] ?? ''}-fpm`;
  return runtime === 'php-fpm' ? "'php*-fpm'" : 'APP_UNIT';
}
/** Counters and states of the upstream's hosts in Envoy; `fields` is a grep pattern. */
export const readEnvoyHosts = (facts, fields) =>
  `${askEnvoy(facts, 'clusters')} | grep -F '${facts.cluster}' | grep -E '${fields}'`;
/** Counters of Envoy that match; `pattern` is a grep pattern over lines that are not zero. */
export const readEnvoyStats = (facts, pattern) => askEnvoy(facts, 'stats', `(${pattern}).*: [1-9]`);
/** True in a mesh of Istio, where istioctl and its resources exist. */
export const isIstio = ({ surroundings: { gateway } }) =>
  gateway === 'istio-sidecar' || gateway === 'istio-gateway';
/** `POD.NS` of the gateway, as istioctl takes it. */
export const nameProxy = ({ surroundings: { gateway, gatewayPod } }) =>
  `${gatewayPod?.name ?? 'GATEWAY_POD'}.${gatewayPod?.namespace ?? gatewayNamespaces[gateway] ?? 'NS'}`;
/** The namespace of the upstream, as far as its name shows it. */
export const findNamespace = ({ namespace }) => namespace ?? 'NS';
/** Asks the admin interface of Envoy, where this product has it; `filter` is a grep pattern. */
export function askEnvoy(facts, path, filter) {
  const { gateway } = facts.surroundings;
  const grep = filter === undefined ? '' : ` | grep -E '${filter}'`;
  if (gateway === 'istio-sidecar' || gateway === 'istio-gateway')
    return `kubectl exec ${selectGatewayPod(facts, 'istio-proxy')} -- pilot-agent request GET '${path}'${grep}`;
  const port = adminPorts[gateway] ?? 9901;
  if (facts.surroundings.place !== 'kubernetes')
    return runOnGatewayNetwork(facts, `curl -s 'localhost:${port}/${path}'`) + grep;
  return `kubectl port-forward ${selectGatewayPod(facts, null)} ${port} >/dev/null & sleep 2; curl -s 'localhost:${port}/${path}'${grep}`;
}
/** Where the admin interface listens unless it was changed: Envoy Gateway, Consul 19000, Contour 9001, Gloo 19000. */
const adminPorts = {
  'envoy-gateway': 19_000,
  consul: 19_000,
  gloo: 19_000,
  contour: 9_001,
};
const runOnGatewayNetwork = (facts, command) =>
  facts.surroundings.place === 'docker'
    ? `docker run --rm --network container:${nameGatewayContainer(facts)} curlimages/curl ${command.replace(/^curl /, '')}`
    : command;
/** `-n NS POD -c CONTAINER` of the gateway, as kubectl takes it. */
export function selectGatewayPod(
  { surroundings: { gateway, gatewayPod } },
  container = gatewayPod?.container ?? null,
) {
  const pod = gatewayPod ?? { name: 'GATEWAY_POD', namespace: null };
  const namespace = pod.namespace ?? gatewayNamespaces[gateway] ?? 'NS';
  return `-n ${namespace} ${pod.name}${container === null ? '' : ` -c ${container}`}`;
}
/** Namespaces that the installation guides of these products use. */
const gatewayNamespaces = {
  'ingress-nginx': 'ingress-nginx',
  'istio-gateway': 'istio-system',
  'envoy-gateway': 'envoy-gateway-system',
  contour: 'projectcontour',
  gloo: 'gloo-system',
};
/**
 * A command on the pod of the upstream, looked up by its address so that nothing is left to fill in. The app beside a
 * sidecar is in the same pod.
 */
function withAppPod(facts, build) {
  const { host, surroundings } = facts;
  const { direction, gatewayPod } = surroundings;
  if (direction === 'inbound' && gatewayPod !== null) return build(formatPod(gatewayPod));
  if (!isPodAddress(host)) return build(`-n ${findNamespace(facts)} APP_POD`);
  const lookup = `kubectl get po -A --field-selector status.podIP=${host} -o jsonpath="{.items[0].metadata['namespace','name']}"`;
  return build(`-n $(${lookup})`);
}
/** A sidecar may reach its app by a loopback address, which is no pod's. */
const isPodAddress = (host) => isIpAddress(host) && !isLoopbackHost(host);
const formatPod = ({ name, namespace }) => `-n ${namespace ?? 'NS'} ${name}`;
/** In Docker networks the name that nginx resolves is the name of the service or container. */
const findServiceName = ({ host, name }) => [name, host].find((text) => /^[a-z][a-z0-9_-]*$/.test(text));
function nameAppContainer(facts) {
  const name = findServiceName(facts);
  return name === undefined ? 'APP_CONTAINER' : `$(docker ps -aqf name=${name})`;
}
/** The name in compose's prefix lacks the project, so the container is found by it. */
const nameGatewayContainer = ({ surroundings: { gatewayContainer } }) =>
  gatewayContainer === null ? 'NGINX_CONTAINER' : `$(docker ps -qf name=${gatewayContainer})`;
const findNginxBinary = ({ surroundings: { gateway } }) => (gateway === 'openresty' ? 'openresty' : 'nginx');
const formatUrl = (facts, path) =>
  `${facts.surroundings.scheme === 'https' || facts.surroundings.scheme === 'grpcs' ? 'https' : 'http'}://${formatAuthority(facts)}${path}`;
/** A command with an operator of the shell needs one. */
const wrapForShell = (command) =>
  /[|&;<>]/.test(command) ? `sh -c '${command.replaceAll("'", "'\\''")}'` : command;
