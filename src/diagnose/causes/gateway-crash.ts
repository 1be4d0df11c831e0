import { defineCause } from '../cause.js';

/** A process of the gateway died. */
export const gatewayCrash = defineCause({
  id: 'gateway-crash',
  class: 'gateway-resources',
  title: 'Gateway process crashed',
  meaning:
    'A process of the gateway died, and every request that it carried was cut, most without an access log line. Whatever stands in front reports the 502; the upstreams are not at fault.',
  explains: ({ symptom }) => symptom === 'crashed',
  isShared: true,
  fixes: {
    nginx: () => [
      {
        text: 'Signal 9: see whether the kernel killed it for memory',
        command: "dmesg -T | grep -iE 'oom|killed process' | tail",
      },
      {
        text: 'Signal 11 or 6: look at the crash',
        command: 'coredumpctl list nginx; coredumpctl info nginx',
      },
      {
        text: 'See which modules are loaded, and what was upgraded last',
        command: "nginx -V 2>&1 | tr ' ' '\\n' | grep module; nginx -T 2>/dev/null | grep load_module",
      },
      { text: 'Signal 7: see whether a disk is full under a memory-mapped file', command: 'df -h' },
      {
        text: 'See whether workers die again and again',
        command: "grep -F 'exited on signal' /var/log/nginx/error.log | tail",
      },
    ],
    envoy: () => [
      {
        text: 'See how the container ended: OOMKilled, or a signal',
        command: "kubectl describe pod POD -n NS | grep -A8 'Last State'",
      },
      {
        text: 'Keep the backtrace of the crash',
        command: 'kubectl logs POD -n NS -c istio-proxy --previous | tail -60',
      },
      {
        text: 'Compare with the version, and look for a known bug',
        command: 'kubectl exec POD -n NS -c istio-proxy -- envoy --version',
      },
      {
        text: 'If it did not start, read which part of the configuration it names',
        command: "kubectl logs POD -n NS -c istio-proxy --previous | grep -iE 'critical|initializing'",
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
});
