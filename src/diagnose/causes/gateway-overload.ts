import { defineCause } from '../cause.js';

/** The gateway rejected the request to protect itself. */
export const gatewayOverload = defineCause({
  id: 'gateway-overload',
  class: 'gateway-resources',
  title: 'Gateway itself is overloaded',
  meaning:
    'The gateway rejected the request to protect itself because its own memory, CPU or connections reached a limit. The upstream was not contacted and may be idle.',
  explains: ({ symptom }) => symptom === 'overloaded',
  isShared: true,
  fixes: {
    nginx: () => [
      { text: 'See what the gateway host is short of', command: 'top -b -n1 | head -15; ss -s' },
      {
        text: 'Check whether traffic has grown, and from whom',
        command: "awk '{print $1}' /var/log/nginx/access.log | sort | uniq -c | sort -rn | head",
      },
      {
        text: 'Limit what one client may use',
        command:
          'limit_req_zone $binary_remote_addr zone=perip:10m rate=20r/s; limit_req zone=perip burst=20 nodelay;',
      },
      { text: 'Add gateways or CPU', command: 'worker_processes auto;' },
    ],
    envoy: () => [
      { text: 'See which protection is active', command: "curl -s 'localhost:9901/stats?filter=overload'" },
      {
        text: 'Compare memory and CPU of the proxy with its limits',
        command: 'curl -s localhost:9901/memory; kubectl top pod POD -n NS --containers',
      },
      {
        text: 'Add gateways',
        command: 'kubectl scale deployment istio-ingressgateway -n istio-system --replicas=4',
      },
      {
        text: 'If memory grows without traffic, look for a leak or unbounded buffers',
        command: "curl -s 'localhost:9901/stats?filter=server.memory'",
      },
    ],
  },
  avoid: ['Do not remove the overload manager: without it, the kernel kills the whole gateway instead.'],
  samples: [
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T10:30:00.100Z] "GET /cart HTTP/2" 503 OM upstream_reset_before_response_started{overload_manager_reset} - "-" 0 95 812 - "-" "Mozilla/5.0" "9aabbccd-deef-4f00-81a2-3c4d5e6f7081" "shop.example" "192.0.2.17:8080" outbound|8080||web.shop.svc.cluster.local 192.0.2.91:43001 198.51.100.3:8080 192.0.2.91:55111 - default',
    },
  ],
});
