import { askEnvoy, runOnGateway } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { changeMain } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The gateway cannot open another socket or file. */
export const fdsExhausted = defineCause({
  id: 'fds-exhausted',
  class: 'gateway-resources',
  title: 'Gateway ran out of file descriptors',
  meaning:
    'The gateway has used up its file descriptors, of which each proxied request needs two. A slow upstream holds them for longer; clients often get a 500 instead of a 502.',
  explains: ({ symptom }) => symptom === 'EMFILE' || symptom === 'ENFILE',
  isShared: true,
  isUsedUpByWaiting: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'Compare open descriptors with the limit',
        runOnGateway(
          facts,
          'for p in $(pgrep nginx); do ls /proc/$p/fd | wc -l; grep files /proc/$p/limits; done',
        ),
      ),
      look(
        'gateway',
        'Look for old workers that hold connections after reloads',
        `${runOnGateway(facts, 'ps -o pid,etime,args -C nginx')} | grep shutting`,
      ),
      changeMain(
        facts,
        {
          text: 'Raise the limit of the workers, if it is lower',
          place: 'at the top of nginx.conf',
          command: 'worker_rlimit_nofile 65535;',
        },
        'max-worker-open-files',
        '65535',
      ),
      facts.record.errno === 23 &&
        look(
          'gateway',
          'The whole machine has run out: see its limit and who holds them',
          'sysctl fs.file-nr fs.file-max',
        ),
    ],
    envoy: (facts) => [
      look(
        'gateway',
        'Compare open descriptors with the limit',
        runOnGateway(facts, 'ls /proc/1/fd | wc -l; grep files /proc/1/limits'),
      ),
      look('gateway', 'See which cluster holds the connections', askEnvoy(facts, 'clusters', 'cx_active')),
      facts.surroundings.place === 'kubernetes'
        ? look(
            'cluster',
            'The limit of containers comes from the runtime of the node: read it there',
            'systemctl show containerd -p LimitNOFILE',
          )
        : change('gateway', 'Raise the limit of the service', 'LimitNOFILE=65535', {
            undo: 'Remove the line, and restart.',
          }),
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
