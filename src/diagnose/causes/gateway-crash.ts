import { defineCause } from '../cause.js';

/** A gateway process died. */
export const gatewayCrash = defineCause({
  id: 'gateway-crash',
  class: 'gateway-resources',
  title: 'Gateway process crashed',
  meaning:
    'A gateway process died and cut off every request it was handling, most without an access log line. Whatever is in front of the gateway reports the 502; the upstreams are not at fault.',
  explains: ({ symptom }) => symptom === 'crashed',
  isShared: true,
  fixes: {
    nginx: () => [
      {
        text: 'On signal 9, check whether the kernel killed it for lack of memory',
        command: "dmesg -T | grep -iE 'oom|killed process' | tail",
      },
      {
        text: 'On signal 11 or 6, look at the crash',
        command: 'coredumpctl list nginx; coredumpctl info nginx',
      },
      {
        text: 'See which modules are loaded, and what was upgraded most recently',
        command: "nginx -V 2>&1 | tr ' ' '\\n' | grep module; nginx -T 2>/dev/null | grep load_module",
      },
      { text: 'On signal 7, check whether the disk under a memory-mapped file is full', command: 'df -h' },
      {
        text: 'Check whether workers keep dying',
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
  avoid: ['Do not look for the fault in the upstreams: requests to all of them end at the same instant.'],
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
