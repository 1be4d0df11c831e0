import { describe, expect, it } from 'vitest';
import { listSaidChanges } from '../advice-lab/coverage.js';
import { envoyOperators, envoySchema } from '../advice-lab/schemas/envoy.js';
import { listPaths } from '../advice-lab/schemas/flow.js';
import { contourSchema, envoyGatewaySchema, kubernetesSchema } from '../advice-lab/schemas/gateways.js';
import { istioSchema } from '../advice-lab/schemas/istio.js';
import {
  ingressAnnotations,
  ingressConfigKeys,
  nginxDirectives,
  nginxParameters,
  nginxVariables,
} from '../advice-lab/schemas/nginx.js';

const schemasByGateway = {
  envoy: [envoySchema.fields],
  'istio-sidecar': [istioSchema.fields],
  'istio-gateway': [istioSchema.fields],
  'envoy-gateway': [envoyGatewaySchema.fields],
  contour: [contourSchema.fields],
  gloo: [],
  consul: [],
  cilium: [],
  kuma: [],
  'app-mesh': [],
};
const envoyGateways = Object.keys(schemasByGateway);
describe.each(envoyGateways)('a change for %s', (gateway) => {
  const changes = listSaidChanges('envoy', gateway);
  it('names only fields that exist there', () => {
    const schemas = [kubernetesSchema.fields, ...(schemasByGateway[gateway] ?? [])];
    expect(changes.length).toBeGreaterThan(0);
    expect(listUnknown(changes, (command) => findUnknownField(command, schemas))).toEqual([]);
  });
});
describe('a change for nginx', () => {
  it('names only directives, parameters and variables that exist', () => {
    const changes = listSaidChanges('nginx', 'nginx').filter(({ step }) => step.at === 'gateway');
    expect(changes.length).toBeGreaterThan(50);
    expect(listUnknown(changes, findUnknownDirective)).toEqual([]);
  });
});
describe('a change for ingress-nginx', () => {
  it('names only annotations and keys that exist, and edits no file that the controller writes', () => {
    const changes = listSaidChanges('nginx', 'ingress-nginx').filter(({ step }) => step.at !== 'upstream');
    expect(changes.length).toBeGreaterThan(10);
    expect(listUnknown(changes, findUnknownAnnotation)).toEqual([]);
  });
});
describe('the reader of fields', () => {
  it('finds every key at its place', () => {
    const paths = listPaths('spec: a: {b: 1, c: [{d: x, e: {f: "1: 2"}}, y], g: h}').map((path) =>
      path.join('.'),
    );
    expect(paths).toEqual([
      'spec',
      'spec.a',
      'spec.a.b',
      'spec.a.c',
      'spec.a.c.d',
      'spec.a.c.e',
      'spec.a.c.e.f',
      'spec.a.g',
    ]);
  });
  it('tells a field that does not exist, at any depth', () => {
    const find = (command) => findUnknownField(command, [istioSchema.fields]);
    expect(find('DestinationRule trafficPolicy: connectionPool: {tcp: {maxConnections: 1}}')).toBeUndefined();
    expect(find('DestinationRule trafficPolicy: connectionPool: {tcp: {max_connections: 1}}')).toBe(
      'DestinationRule.trafficPolicy.connectionPool.tcp.max_connections',
    );
    expect(find('outlier_detection: {consecutive_5xx: 5}')).toBe('outlier_detection');
  });
});
function listUnknown(changes, find) {
  const unknown = changes.flatMap(({ cause, step: { command } }) => {
    const name = command === undefined || otherCommands.test(command) ? undefined : find(command);
    return name === undefined ? [] : [`${cause}: ${name} in ${command}`];
  });
  return [...new Set(unknown)];
}
/** Commands of a shell, settings of a process, and bare names: no schema has them. */
const otherCommands =
  /^(?:\[ \$\(|sysctl |semanage |umask |LimitNOFILE=|https?:\/\/$|127\.0\.0\.1$|POOL_SOCKET$|RuntimeDirectory=|\S+\.svc\.cluster\.local$)/;
/** The first field that no schema has; undefined if all exist. `Kind a: b` begins with the kind of the object. */
function findUnknownField(command, schemas) {
  const annotation = /^kubectl annotate svc -n \S+ \S+ ([\w./-]+)=/.exec(command)?.[1];
  if (annotation !== undefined)
    return schemas.some((fields) => annotation in fields) ? undefined : annotation;
  if (command.includes('%'))
    return [...command.matchAll(/%(\w+)%/g)]
      .map(([, name = '']) => name)
      .find((name) => !envoyOperators.includes(name));
  const [, kind, rest = command] = /^([\w.]+) (?=\w[\w-]*:)(.*)$/.exec(command) ?? [];
  return listPaths(rest)
    .map((path) => (kind === undefined ? path : [kind, ...path]))
    .find((path) => !schemas.some((fields) => has(fields, path)))
    ?.join('.');
}
function has(fields, [name, ...rest]) {
  if (name === undefined) return fields !== undefined;
  return typeof fields === 'object' && has(fields[name], rest);
}
function findUnknownDirective(command) {
  const variables = [...command.matchAll(/\$(\w+)/g)].map(([, name = '']) => name);
  const unknownVariable = variables.find((name) => !nginxVariables.includes(name));
  if (unknownVariable !== undefined) return unknownVariable;
  if (command.includes('$') && !command.includes(';')) return undefined;
  if (!command.includes(';')) {
    const [name = ''] = command.split('=', 1);
    return nginxParameters.includes(name) ? undefined : name;
  }
  const names = command
    .split(';')
    .flatMap((directive) => directive.trim().split(' ', 1))
    .filter(Boolean);
  return names.find((name) => nginxDirectives[name] === undefined);
}
function findUnknownAnnotation(command) {
  const names = [...command.matchAll(/nginx\.ingress\.kubernetes\.io\/([\w-]+)=/g)].map(
    ([, name = '']) => name,
  );
  if (names.length > 0) return names.find((name) => !ingressAnnotations.includes(name));
  const key = /patch cm ingress-nginx-controller .*\{"data":\{"([\w-]+)":/.exec(command)?.[1];
  return key !== undefined && ingressConfigKeys.includes(key) ? undefined : (key ?? 'no annotation');
}
