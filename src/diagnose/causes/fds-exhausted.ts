import { defineCause } from '../cause.js';

/** The gateway cannot open another socket or file. */
export const fdsExhausted = defineCause({
  id: 'fds-exhausted',
  class: 'gateway-resources',
  title: 'Gateway ran out of file descriptors',
  meaning:
    'The gateway has used up its file descriptors, of which each proxied request needs two. The upstream is not at fault, and clients often get a 500 instead of a 502.',
  explains: ({ symptom }) => symptom === 'EMFILE' || symptom === 'ENFILE',
  isShared: true,
  isUsedUpByWaiting: true,
  fixes: {
    nginx: () => [
      {
        text: 'Compare the open descriptors of a worker with its limit',
        command:
          'PID=$(pgrep -f "nginx: worker" | head -1); ls /proc/$PID/fd | wc -l; grep files /proc/$PID/limits',
      },
      {
        text: 'Raise the limit of the workers to at least twice worker_connections',
        command: 'worker_rlimit_nofile 65535;',
      },
      {
        text: 'See what holds them open: old workers after reloads, or a slow upstream',
        command: 'ps -o pid,etime,args -C nginx | grep shutting; ss -s',
      },
      {
        text: 'Under systemd, raise the limit of the unit too',
        command: 'systemctl edit nginx   # [Service] LimitNOFILE=65535',
      },
      {
        text: 'Too many open files in system: raise the limit of the kernel',
        command: 'sysctl fs.file-nr; sysctl -w fs.file-max=2097152',
      },
    ],
    envoy: () => [
      {
        text: 'Compare the open descriptors of Envoy with its limit',
        command: 'PID=$(pgrep -x envoy | head -1); ls /proc/$PID/fd | wc -l; grep files /proc/$PID/limits',
      },
      {
        text: 'Check whether connections to one cluster pile up',
        command: `curl -s localhost:9901/clusters | awk -F:: '$3 == "cx_active" {print $4, $1}' | sort -rn | head`,
      },
      { text: 'Raise the limit of the container', command: 'docker run --ulimit nofile=65535:65535 IMAGE' },
      {
        text: 'Reject clients before descriptors run out',
        command: 'max_active_downstream_connections: 20000',
      },
    ],
  },
  avoid: ['Do not set ulimit in a login shell: a service never reads it.'],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:10:00 [alert] 2411#2411: *300210 socket() failed (24: Too many open files) while connecting to upstream, client: 203.0.113.190, server: shop.example, request: "GET /cart HTTP/1.1", upstream: "http://192.0.2.17:8080/cart", host: "shop.example"',
    },
    {
      gateway: 'nginx-error',
      record: '2026/11/22 10:10:01 [crit] 2411#2411: accept4() failed (24: Too many open files)',
    },
  ],
});
