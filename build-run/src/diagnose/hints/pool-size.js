import { formatCount } from '../../base/format-number.js';
import { defineHint } from './hint.js';
/** Connections that are opened for each request and rest in TIME_WAIT: how many kept ones would carry the same requests. */
export const poolSize = defineHint({
  id: 'pool-size',
  title: 'connections that are not kept',
  phrases: ['pool size', 'keepalive pool', 'connection pool'],
  refines: ({ id }) => id === 'ports-exhausted',
  detect: ({ facts: { busiestSecond, usual } }) => {
    if (busiestSecond === null || usual === null || busiestSecond * timeWaitS < portsMin) return undefined;
    const atOnce = Math.ceil((busiestSecond * usual.p50Ms) / 1_000);
    return {
      certainty: 'likely',
      why: `Its busiest second had ${formatCount(busiestSecond)} requests, half of which took at most ${formatCount(usual.p50Ms)} ms: about ${formatCount(atOnce * reserve)} kept connections, of all workers together, carry that.`,
    };
  },
});
/** Linux: how long a closed connection keeps its port, and the size of the default range of ports. */
const timeWaitS = 60;
const portsMin = 28_232;
/** Requests do not come evenly. */
const reserve = 2;
