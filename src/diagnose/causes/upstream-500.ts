import { defineCause } from '../cause.js';
import { formatAuthority } from '../fix-target.js';

/** The application answered 500 to most requests: no failure of the gateway, and counted apart from those. */
export const upstream500 = defineCause({
  id: 'upstream-500',
  class: 'application',
  title: 'Application itself answers 500',
  meaning:
    'The upstream is reached and answers, but with status 500 to most requests: an error inside the application, often right after a deploy, or when something that it needs (database, cache, configuration) is missing. It is not a gateway failure, and is counted apart from those.',
  explains: ({ symptom }) => symptom === 'answered-500',
  endedBy: 'upstream',
  fixes: {
    nginx: (upstream) => [
      {
        text: 'Read the log of the application: the exception is there, not in the gateway’s logs',
        command: 'journalctl -u UNIT -n 100 --no-pager',
      },
      {
        text: 'See the answer itself: many frameworks name the error in the body',
        command: `curl -s --max-time 5 -D - 'http://${formatAuthority(upstream)}/' | head -40`,
      },
      { text: 'Roll back if it began with a deploy of the application' },
      { text: 'Check what the application needs: database, cache, disk space, secrets', command: 'df -h' },
    ],
    envoy: (upstream) => [
      {
        text: 'Read the log of the application: the exception is there, not in the proxy’s logs',
        command: 'kubectl logs POD -n NS --since=10m | tail -50',
      },
      {
        text: 'Check whether one host answers like this or all of them',
        command: `curl -s localhost:9901/clusters | grep -F '${upstream.name}' | grep rq_error`,
      },
      {
        text: 'Roll back if it began with a deploy of the application',
        command: 'kubectl rollout undo deployment DEPLOYMENT -n NS',
      },
    ],
  },
  avoid: [
    'Do not tune this gateway: it only passed the status on.',
    'Do not retry on 500: a request that changed something before it failed would be done twice.',
  ],
  samples: [],
});
