import type { Cause } from '../cause.js';

/** A process of the gateway died. */
export const gatewayCrash: Cause = {
  id: 'gateway-crash',
  class: 'gateway-resources',
  title: 'Gateway process crashed',
  meaning:
    'A process of the gateway died, and every request that it carried was cut, most without an access log line. Whatever stands in front reports the 502; the upstreams are not at fault.',
  explains: ({ symptom }) => symptom === 'crashed',
  fixes: {
    nginx: () => [
      {
        say: 'Signal 9: see whether the kernel killed it for memory',
        type: "dmesg -T | grep -iE 'oom|killed process' | tail",
      },
      { say: 'Signal 11 or 6: look at the crash', type: 'coredumpctl list nginx; coredumpctl info nginx' },
      {
        say: 'See which modules are loaded, and what was upgraded last',
        type: "nginx -V 2>&1 | tr ' ' '\\n' | grep module; nginx -T 2>/dev/null | grep load_module",
      },
      { say: 'Signal 7: see whether a disk is full under a memory-mapped file', type: 'df -h' },
      {
        say: 'See whether workers die again and again',
        type: "grep -F 'exited on signal' /var/log/nginx/error.log | tail",
      },
    ],
    envoy: () => [
      {
        say: 'See how the container ended: OOMKilled, or a signal',
        type: "kubectl describe pod POD -n NS | grep -A8 'Last State'",
      },
      {
        say: 'Keep the backtrace of the crash',
        type: 'kubectl logs POD -n NS -c istio-proxy --previous | tail -60',
      },
      {
        say: 'Compare with the version, and look for a known bug',
        type: 'kubectl exec POD -n NS -c istio-proxy -- envoy --version',
      },
      {
        say: 'If it did not start, read which part of the configuration it names',
        type: "kubectl logs POD -n NS -c istio-proxy --previous | grep -iE 'critical|initializing'",
      },
    ],
  },
  avoid: ['Do not search the upstreams: requests to all of them end at the same instant.'],
  samples: [
    {
      gateway: 'nginx-error',
      record: '2026/11/22 10:35:18 [alert] 2390#2390: worker process 2411 exited on signal 11 (core dumped)',
    },
    {
      gateway: 'envoy-app',
      record:
        '[2026-11-22 10:35:18.220][21][critical][backtrace] [./source/server/backtrace.h:127] Caught Aborted, suspect faulting address 0x53900000007',
    },
  ],
};
