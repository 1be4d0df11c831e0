import { afterEach, describe, expect, it } from 'vitest';
import { buildFixFacts } from '../../src/diagnose/advice/fix-facts.js';
import { listProductSteps } from '../../src/diagnose/advice/gateway-advice.js';
import { parseSurroundings, setKnownSurroundings } from '../../src/diagnose/advice/known-surroundings.js';
import { getCause } from '../../src/diagnose/causes/index.js';
import { getProduct } from '../../src/parse/decoder.js';

const refused =
  '2026/11/22 03:04:05 [error] 24#24: *77 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.24, server: shop.example, request: "GET /basket HTTP/1.1", upstream: "http://10.42.1.17:8080/basket", host: "shop.example"';
const dockerFile = `/var/lib/docker/containers/${'b'.repeat(64)}/${'b'.repeat(64)}-json.log`;
const podPath = '/var/log/pods/ingress-nginx_ingress-nginx-controller-7d5c9_1b2c/controller/0.log';
const sidecarPath = `/var/log/containers/orders-6d8f9c7b5-x2x4z_shop_istio-proxy-${'a'.repeat(64)}.log`;
describe('the log shows where the gateway runs', () => {
  it.each([
    {
      words: 'a file of a host',
      record: { file: '/var/log/nginx/error.log' },
      surroundings: { place: null, gateway: 'nginx', logPath: '/var/log/nginx/error.log', scheme: 'http' },
    },
    {
      words: "Docker's log file",
      record: { file: dockerFile },
      surroundings: { place: 'docker' },
    },
    // Hosts are named like that as well.
    { words: 'a name with a number', record: { source: 'edge-1' }, surroundings: { place: null } },
    {
      words: 'a container of compose',
      record: { source: 'shop-edge-1', file: dockerFile },
      surroundings: { place: 'docker', gatewayContainer: 'shop-edge-1' },
    },
    {
      words: "Docker's own resolver",
      record: {
        text: '2026/11/22 03:04:05 [error] 24#24: *77 app could not be resolved (3: Host not found), client: 203.0.113.24, server: , request: "GET / HTTP/1.1", host: "shop.example", resolver: 127.0.0.11:53',
      },
      surroundings: { place: 'docker' },
    },
    {
      words: 'a pod of ingress-nginx',
      record: { file: podPath },
      surroundings: {
        place: 'kubernetes',
        gateway: 'ingress-nginx',
        gatewayPod: {
          name: 'ingress-nginx-controller-7d5c9',
          namespace: 'ingress-nginx',
          container: 'controller',
        },
      },
    },
    {
      words: 'a sidecar of Istio',
      record: {
        format: 'envoy-access',
        file: sidecarPath,
        upstream: 'outbound|9000||quotes.pricing.svc.cluster.local',
      },
      surroundings: { place: 'kubernetes', gateway: 'istio-sidecar', direction: 'outbound' },
    },
    {
      words: 'a route of Envoy Gateway',
      record: { format: 'envoy-access', upstream: 'httproute/shop/cart/rule/0' },
      surroundings: { place: 'kubernetes', gateway: 'envoy-gateway' },
    },
    {
      words: 'a cluster of Contour',
      record: { format: 'envoy-access', upstream: 'shop/cart/80/da39a3ee5e' },
      surroundings: { place: 'kubernetes', gateway: 'contour' },
    },
    {
      words: 'an error of Windows',
      record: { text: refused.replace('111: Connection refused', '10061: No connection could be made') },
      surroundings: { place: 'windows' },
    },
    {
      words: 'an errno of macOS',
      record: { text: refused.replace('111:', '61:') },
      surroundings: { place: 'macos' },
    },
    {
      words: 'a socket of PHP',
      record: {
        text: refused.replace('http://10.42.1.17:8080/basket', 'fastcgi://unix:/run/php/php8.3-fpm.sock:'),
        peer: 'unix:/run/php/php8.3-fpm.sock',
      },
      surroundings: { scheme: 'fastcgi', runtime: 'php-fpm' },
    },
  ])('$words', ({ record, surroundings }) => {
    expect(findFacts(record).surroundings).toMatchObject(surroundings);
  });
});
describe('the record holds facts that choose steps', () => {
  it.each([
    { text: refused, facts: { errno: 111, requestProtocol: 'HTTP/1.1', tlsAlert: null } },
    {
      text: 'SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream',
      facts: { tlsAlert: 40 },
    },
    {
      text: 'TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: verify SAN list',
      facts: { verifyReason: 'wrong-name' },
    },
    {
      text: 'upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream',
      facts: { verifyReason: 'expired' },
    },
    { text: 'worker process 31 exited on signal 9', facts: { signal: 9 } },
    {
      text: 'app.internal could not be resolved (110: Operation timed out), client: 203.0.113.4, resolver: 192.0.2.53:53',
      facts: { resolver: '192.0.2.53' },
    },
    {
      text: 'open() "/var/lib/nginx/body/0000000012" failed (28: No space left on device)',
      facts: { errno: 28, path: '/var/lib/nginx/body/0000000012' },
    },
  ])('$text', ({ text, facts }) => {
    expect(findFacts({ text }).record).toMatchObject(facts);
  });
});
describe('the service of the upstream is named', () => {
  it.each([
    {
      upstream: 'outbound|80||cart.shop.svc.cluster.local;',
      service: { name: 'cart', namespace: 'shop', port: '80' },
    },
    { upstream: 'cart.shop.svc:8080', service: { name: 'cart', namespace: 'shop', port: '8080' } },
    {
      upstream: 'pricing-quotes-9000',
      file: podPath,
      service: { name: 'quotes', namespace: 'pricing', port: '9000' },
    },
    // Where the namespace ends cannot be known.
    { upstream: 'pricing-eu-quotes-9000', file: podPath, service: null },
    // A group of a plain nginx.
    { upstream: 'pricing-quotes-9000', service: null },
  ])('$upstream', ({ upstream, file, service }) => {
    expect(findFacts({ upstream, ...(file === undefined ? {} : { file }) }).service).toEqual(service);
  });
});
describe('the first step exists where the reader is', () => {
  it.each([
    { cause: 'connection-refused', record: {}, command: "ss -ltnp 'sport = :8080'" },
    {
      cause: 'connection-refused',
      record: { file: dockerFile },
      command:
        "docker ps -q | xargs docker inspect -f '{{.Name}} {{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' | grep -wF 10.42.1.17",
    },
    {
      cause: 'connection-refused',
      record: { file: podPath, upstream: 'pricing-quotes-9000' },
      command: 'kubectl get endpointslices -n pricing -l kubernetes.io/service-name=quotes',
    },
    {
      cause: 'connection-refused',
      record: { text: refused.replace('111:', '61:') },
      command: 'lsof -nP -iTCP:8080 -sTCP:LISTEN',
    },
    {
      cause: 'connection-refused',
      record: { format: 'envoy-access', file: sidecarPath, upstream: 'inbound|8080||' },
      command: 'kubectl get pod -n shop orders-6d8f9c7b5-x2x4z -o wide',
    },
    {
      cause: 'connection-refused',
      // No pod has this address.
      record: { format: 'envoy-access', peer: '127.0.0.1:8080', upstream: 'inbound|8080||' },
      command: 'kubectl get pod -n NS APP_POD -o wide',
    },
  ])('$cause of $record: $command', ({ cause, record, command }) => {
    const source = makeSource(record);
    const [first] = listProductSteps(getCause(cause), getProduct(source.format), findFacts(record));
    expect(first?.command).toBe(command);
  });
});
describe('what a user says of the surroundings', () => {
  afterEach(() => setKnownSurroundings([]));
  const learn = (text) => {
    const rules = parseSurroundings(text);
    if (rules === undefined) throw new Error(`not understood: ${text}`);
    setKnownSurroundings(rules);
  };
  it.each([
    ['payments-*=node', { upstream: 'payments-api' }, { runtime: 'node', place: null }],
    ['payments-*=node', { upstream: 'orders' }, { runtime: null }],
    ['10.42.1.*=gunicorn unit:shop', {}, { runtime: 'gunicorn', appUnit: 'shop' }],
    [
      '/var/log/nginx/*=docker container:edge',
      {},
      { place: 'docker', gatewayContainer: 'edge', runtime: null },
    ],
    ['orders=node,*=tomcat host', { upstream: 'orders' }, { runtime: 'node', place: 'host' }],
    // It goes before a guess by the name.
    ['*=passenger', { upstream: 'php-app' }, { runtime: 'passenger' }],
  ])('%s', (text, record, expected) => {
    learn(text);
    expect(findFacts(record).surroundings).toMatchObject(expected);
  });
  it('is filled into the steps', () => {
    learn('*=unit:shop-web');
    const facts = findFacts({});
    const commands = listProductSteps(getCause('read-timeout'), 'nginx', facts).map(({ command }) => command);
    expect(commands[0]).toBe('journalctl -u shop-web -n 100 --no-pager');
  });
  it.each(['node', 'shop=', 'shop=cobol', 'shop=unit:a b c;d', 'shop=unit:$(id)', '=node'])(
    'is refused: %s',
    (text) => expect(parseSurroundings(text)).toBeUndefined(),
  );
});
const findFacts = (record) => {
  const { format, peer, upstream, ...rest } = makeSource(record);
  return buildFixFacts({ format, peer, upstream, records: [rest] });
};
const makeSource = (record) => ({
  format: 'nginx-error',
  text: refused,
  file: '/var/log/nginx/error.log',
  source: null,
  peer: '10.42.1.17:8080',
  upstream: null,
  ...record,
});
