import { curlUpstream, readEnvoyHosts, readUpstreamLog, rollBack, speaksHttp } from '../advice/commands.js';
import { act, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
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
    nginx: (facts) => [
      look(
        'upstream',
        'Read the log of the application: the exception is there, not in the gateway’s logs',
        readUpstreamLog(facts),
      ),
      speaksHttp(facts) &&
        look(
          'gateway',
          'See the answer itself: many frameworks name the error in the body',
          `${curlUpstream(facts, '-i')} | head -40`,
        ),
      act(
        'upstream',
        'Roll back if it began with a deploy of the application',
        facts.surroundings.place === 'kubernetes' ? rollBack(facts) : undefined,
      ),
      look('upstream', 'Check what the application needs: database, cache, disk space, secrets'),
    ],
    envoy: (facts) => [
      look(
        'upstream',
        'Read the log of the application: the exception is there, not in the proxy’s logs',
        readUpstreamLog(facts),
      ),
      look(
        'gateway',
        'See whether one host answers like this or all of them',
        readEnvoyHosts(facts, 'rq_error'),
      ),
      act(
        'upstream',
        'Roll back if it began with a deploy of the application',
        facts.surroundings.place === 'kubernetes' ? rollBack(facts) : undefined,
      ),
    ],
  },
  avoid: [
    'Do not tune this gateway: it only passed the status on.',
    'Do not retry on 500: a request that changed something before it failed would be done twice.',
  ],
  samples: [],
});
