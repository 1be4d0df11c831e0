import { defineCause } from '../cause.js';

/** The gateway could not allocate memory. */
export const gatewayMemory = defineCause({
  id: 'gateway-memory',
  class: 'gateway-resources',
  title: 'Gateway ran out of memory',
  meaning:
    'The gateway could not allocate memory or socket buffers. The upstream is not at fault, and if the shortage goes on, the kernel usually kills the gateway next.',
  explains: ({ symptom }) => symptom === 'ENOMEM' || symptom === 'ENOBUFS',
  isShared: true,
  fixes: {
    nginx: () => [
      {
        text: 'See which processes use the memory',
        command: 'free -m; ps -eo pid,rss,args --sort=-rss | head',
      },
      {
        text: 'Check whether a limit of the service was reached',
        command: 'systemctl show nginx -p MemoryMax -p MemoryCurrent; cat /sys/fs/cgroup/memory.events',
      },
      {
        text: 'Look for old workers: after many reloads they hold memory',
        command: 'ps -o pid,etime,rss,args -C nginx | grep shutting',
      },
      {
        text: 'If a shared memory zone is too small, enlarge that zone',
        command: "nginx -T 2>/dev/null | grep -nE 'zone|keys_zone'",
      },
    ],
    envoy: () => [
      {
        text: 'See how much memory Envoy uses, and its limit',
        command: 'curl -s localhost:9901/memory; kubectl top pod POD -n NS --containers',
      },
      { text: 'Give the proxy more memory', command: 'sidecar.istio.io/proxyMemoryLimit: 1Gi' },
      {
        text: 'Check whether it knows far more clusters than it calls, and reduce them',
        command: 'istioctl proxy-config cluster POD.NS | wc -l',
      },
      { text: 'Limit what one connection may buffer', command: 'per_connection_buffer_limit_bytes: 32768' },
    ],
  },
  avoid: [
    'Do not add swap to a busy gateway: it then answers late instead of not at all, and everything times out.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:25:02 [emerg] 2411#2411: *301400 malloc(65536) failed (12: Cannot allocate memory) while reading response header from upstream, client: 203.0.113.194, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://192.0.2.17:8080/cart", host: "shop.example"',
    },
  ],
});
