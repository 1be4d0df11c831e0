/** Resources of Envoy Gateway, and those of the Gateway API that it takes. */
export const envoyGatewaySchema = {
  source: 'https://github.com/envoyproxy/gateway/tree/main/api/v1alpha1',
  fields: {
    BackendTrafficPolicy: {
      spec: {
        targetRefs: '1.1',
        loadBalancer: '',
        proxyProtocol: '',
        tcpKeepalive: { probes: '', idleTime: '', interval: '' },
        circuitBreaker: {
          maxConnections: '',
          maxPendingRequests: '',
          maxParallelRequests: '',
          maxParallelRetries: '',
          maxRequestsPerConnection: '',
          perEndpoint: { maxConnections: '' },
        },
        healthCheck: {
          active: {
            type: '',
            timeout: '',
            interval: '',
            unhealthyThreshold: '',
            healthyThreshold: '',
            http: '',
          },
          passive: {
            splitExternalLocalOriginErrors: '',
            interval: '',
            consecutiveLocalOriginFailures: '',
            consecutiveGatewayErrors: '',
            consecutive5XxErrors: '',
            baseEjectionTime: '',
            maxEjectionPercent: '',
          },
        },
        retry: {
          numRetries: '',
          retryOn: { triggers: '', httpStatusCodes: '' },
          perRetry: { timeout: '', backOff: { baseInterval: '', maxInterval: '' } },
        },
        timeout: {
          tcp: { connectTimeout: '' },
          http: {
            connectionIdleTimeout: '',
            maxConnectionDuration: '',
            requestTimeout: '',
            maxStreamDuration: '',
          },
        },
        dns: { dnsRefreshRate: '', respectDnsTtl: '', lookupFamily: '' },
        connection: { bufferLimit: '' },
      },
    },
    ClientTrafficPolicy: {
      spec: {
        tcpKeepalive: { probes: '', idleTime: '', interval: '' },
        timeout: { http: { requestReceivedTimeout: '', idleTimeout: '' } },
        connection: { connectionLimit: { value: '', closeDelay: '' }, bufferLimit: '' },
        tls: { minVersion: '', maxVersion: '', ciphers: '' },
        http2: { maxConcurrentStreams: '', initialStreamWindowSize: '', initialConnectionWindowSize: '' },
      },
    },
    EnvoyProxy: {
      spec: {
        backendTLS: { clientCertificateRef: '', minVersion: '', maxVersion: '', ciphers: '' },
        shutdown: { drainTimeout: '', minDrainDuration: '' },
        telemetry: '',
        concurrency: '',
      },
    },
    // https://gateway-api.sigs.k8s.io/reference/spec/
    HTTPRoute: {
      rules: { matches: '', filters: '', backendRefs: '', timeouts: { request: '', backendRequest: '' } },
    },
    BackendTLSPolicy: {
      spec: {
        targetRefs: '',
        validation: {
          hostname: '',
          caCertificateRefs: { group: '', kind: '', name: '' },
          wellKnownCACertificates: '',
          subjectAltNames: '',
        },
      },
    },
  },
};
/** HTTPProxy, and the configuration file that stands in the ConfigMap `contour`. */
export const contourSchema = {
  source: 'https://github.com/projectcontour/contour/blob/main/apis/projectcontour/v1/httpproxy.go',
  fields: {
    HTTPProxy: {
      routes: {
        conditions: '',
        services: {
          name: '',
          port: '',
          protocol: '',
          weight: '',
          mirror: '',
          validation: { caSecret: '', subjectName: '', subjectNames: '1.25' },
          requestHeadersPolicy: '',
          slowStartPolicy: '',
        },
        timeoutPolicy: { response: '', idle: '', idleConnection: '1.18' },
        retryPolicy: { count: '', perTryTimeout: '', retryOn: '', retriableStatusCodes: '' },
        healthCheckPolicy: {
          path: '',
          host: '',
          intervalSeconds: '',
          timeoutSeconds: '',
          unhealthyThresholdCount: '',
          healthyThresholdCount: '',
        },
        loadBalancerPolicy: { strategy: '' },
        enableWebsockets: '',
      },
    },
    // https://projectcontour.io/docs/main/configuration/
    'contour.yaml': {
      timeouts: {
        'request-timeout': '',
        'connection-idle-timeout': '',
        'stream-idle-timeout': '',
        'max-connection-duration': '',
        'connection-shutdown-grace-period': '',
        'connect-timeout': '',
      },
      cluster: {
        'dns-lookup-family': '',
        'max-requests-per-connection': '',
        'per-connection-buffer-limit-bytes': '',
        'circuit-breakers': '',
        'upstream-tls': {
          'minimum-protocol-version': '',
          'maximum-protocol-version': '',
          'cipher-suites': '',
        },
      },
      listener: {
        'connection-balancer': '',
        'max-requests-per-connection': '',
        'per-connection-buffer-limit-bytes': '',
      },
      'accesslog-format': '',
      'accesslog-format-string': '',
      'json-fields': '',
    },
    // https://projectcontour.io/docs/main/config/annotations/
    'projectcontour.io/max-connections': '',
    'projectcontour.io/max-pending-requests': '',
    'projectcontour.io/max-requests': '',
    'projectcontour.io/max-retries': '',
    'projectcontour.io/upstream-protocol.tls': '',
  },
};
/** Fields of Kubernetes' own objects: https://kubernetes.io/docs/reference/kubernetes-api/ */
export const kubernetesSchema = {
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/',
  fields: {
    readinessProbe: {
      tcpSocket: { port: '', host: '' },
      httpGet: { path: '', port: '', scheme: '' },
      periodSeconds: '',
      initialDelaySeconds: '',
      failureThreshold: '',
      timeoutSeconds: '',
    },
    securityContext: { fsGroup: '', runAsUser: '', runAsGroup: '', supplementalGroups: '' },
    ports: { name: '', port: '', targetPort: '', protocol: '', appProtocol: '' },
  },
};
