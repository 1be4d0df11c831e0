import {
  askEnvoy,
  grepGatewayConfig,
  grepGatewayLog,
  runOnGateway,
  selectGatewayPod,
} from '../advice/commands.js';
import { look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** A gateway process died. */
export const gatewayCrash = defineCause({
  id: 'gateway-crash',
  class: 'gateway-resources',
  title: 'Gateway process crashed',
  meaning:
    'A gateway process died and cut off every request it was handling, most without an access log line. Whatever is in front of the gateway reports the 502; no upstream ended these requests.',
  explainRecord: ({ signal }) => {
    const reason = signal === null ? undefined : signalReasons[signal];
    return reason === undefined
      ? null
      : `A gateway process ended on signal ${signal} (${reason}) and cut off every request it was handling.`;
  },
  explains: ({ symptom }) => symptom === 'crashed',
  isShared: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See which signal ended the workers, and how often',
        `${grepGatewayLog(facts, 'exited on signal')} | tail`,
      ),
      facts.record.signal === 9 &&
        look(
          'gateway',
          'Signal 9: see whether the kernel killed it for memory',
          "journalctl -k --since -1h | grep -iE 'oom|killed process'",
        ),
      facts.record.signal === 7 &&
        look(
          'gateway',
          'Signal 7: see whether the disk under a mapped file is full',
          runOnGateway(facts, 'df -h'),
        ),
      look(
        'gateway',
        'See which modules are loaded: a third-party one is the usual suspect',
        grepGatewayConfig(facts, 'load_module'),
      ),
      look(
        'gateway',
        'See when the configuration or the package changed',
        `${runOnGateway(facts, 'ls -lt /etc/nginx /etc/nginx/conf.d')} | head`,
      ),
    ],
    envoy: (facts) => [
      facts.surroundings.place === 'kubernetes'
        ? look(
            'cluster',
            'See exit code and reason of the last end',
            `kubectl describe pod ${selectGatewayPod(facts, null)} | grep -A8 'Last State'`,
          )
        : look(
            'gateway',
            'See why it ended',
            "journalctl -k --since -1h | grep -iE 'oom|killed process|segfault'",
          ),
      look(
        'gateway',
        'Read the end of its log before that',
        facts.surroundings.place === 'kubernetes'
          ? `kubectl logs ${selectGatewayPod(facts)} --previous | tail -60`
          : `${grepGatewayLog(facts, 'critical|backtrace|Caught')} | tail -60`,
      ),
      look(
        'gateway',
        'See its version: the backtrace and the version find a known bug',
        askEnvoy(facts, 'server_info', 'version'),
      ),
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
/** signal(7) of Linux. */
const signalReasons = {
  4: 'illegal instruction',
  6: 'abort, by its own check',
  7: 'bus error',
  8: 'arithmetic error',
  9: 'killed, often for memory',
  11: 'segmentation fault',
};
