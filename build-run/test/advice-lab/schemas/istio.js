import { defineFields } from './schema.js';

const tls = defineFields({
  mode: '',
  clientCertificate: '',
  privateKey: '',
  caCertificates: '',
  caCrl: '1.22',
  credentialName: '',
  subjectAltNames: '',
  sni: '',
  insecureSkipVerify: '',
});
const trafficPolicy = defineFields({
  loadBalancer: '',
  connectionPool: {
    tcp: {
      maxConnections: '',
      connectTimeout: '',
      tcpKeepalive: { probes: '', time: '', interval: '' },
      maxConnectionDuration: '1.17',
      idleTimeout: '1.20',
    },
    http: {
      http1MaxPendingRequests: '',
      http2MaxRequests: '',
      maxRequestsPerConnection: '',
      maxRetries: '',
      idleTimeout: '',
      h2UpgradePolicy: '',
      useClientProtocol: '',
      maxConcurrentStreams: '1.23',
    },
  },
  outlierDetection: {
    splitExternalLocalOriginErrors: '',
    consecutiveLocalOriginFailures: '',
    consecutiveGatewayErrors: '',
    consecutive5xxErrors: '',
    interval: '',
    baseEjectionTime: '',
    maxEjectionPercent: '',
    minHealthPercent: '',
  },
  tls,
  portLevelSettings: '',
  tunnel: '',
});
/** Resources of Istio. */
export const istioSchema = {
  source: 'https://github.com/istio/api/tree/master/networking/v1alpha3',
  fields: {
    DestinationRule: {
      host: '',
      trafficPolicy,
      subsets: { name: '', labels: '', trafficPolicy },
      exportTo: '',
    },
    VirtualService: {
      hosts: '',
      gateways: '',
      http: {
        match: '',
        route: '',
        redirect: '',
        rewrite: '',
        timeout: '',
        retries: {
          attempts: '',
          perTryTimeout: '',
          retryOn: '',
          retryRemoteLocalities: '',
          retryIgnorePreviousHosts: '1.25',
          backoff: '1.27',
        },
        fault: '',
        mirror: '',
        corsPolicy: '',
        headers: '',
      },
      tls: '',
      tcp: '',
    },
    ServiceEntry: {
      hosts: '',
      addresses: '',
      ports: { number: '', protocol: '', name: '', targetPort: '' },
      location: '',
      resolution: '',
      endpoints: '',
      exportTo: '',
      subjectAltNames: '',
    },
    Gateway: { selector: '', servers: { port: '', bind: '', hosts: '', tls: '', name: '' } },
    // https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
    MeshConfig: {
      accessLogFile: '',
      accessLogFormat: '',
      accessLogEncoding: '',
      connectTimeout: '',
      tcpKeepalive: '',
      defaultConfig: '',
      outboundTrafficPolicy: '',
      tlsDefaults: '1.15',
    },
    // The annotation of pods with the ProxyConfig of the same document.
    'proxy.istio.io/config': {
      drainDuration: '',
      terminationDrainDuration: '',
      holdApplicationUntilProxyStarts: '',
      concurrency: '',
      proxyStatsMatcher: '',
    },
  },
};
