import { defineRuleOut, selectOwnFailures } from './rule-out.js';
/** The failing attempts opened a connection at once: the address is right and reachable, as far as the next hop. */
export const unreachableAddress = defineRuleOut({
  id: 'unreachable-address',
  isSuspected: ({ class: causeClass }) =>
    causeClass === 'timeout' || causeClass === 'bad-response' || causeClass === 'passthrough',
  exclude: (input) => {
    const failures = selectOwnFailures(input).filter(({ phase }) => phase === null || isConnected(phase));
    const connected = failures.filter(({ timing }) => isFreshConnection(timing?.connectMs ?? null));
    if (connected.length < connectionsMin) return undefined;
    // Each of the peers that fail, so that none can have vanished under connections that were kept.
    const isReached = (peer) =>
      connected.filter((failure) => failure.peer === peer).length * 2 >=
      failures.filter((failure) => failure.peer === peer).length;
    return failures.every(({ peer }) => peer !== null && isReached(peer))
      ? buildExclusion(connected)
      : undefined;
  },
});
/** The same of one request, whose attempt took so long to connect. */
export const excludeByConnectTime = (phase, connectMs) =>
  phase !== null && isConnected(phase) && connectMs !== null && isFreshConnection(connectMs)
    ? { what, proof: `connected in ${connectMs} ms` }
    : undefined;
const what = 'dead address';
const buildExclusion = (connected) => ({
  what,
  proof: `connects within ${Math.max(...connected.map(({ timing }) => timing?.connectMs ?? 0))} ms`,
});
const isConnected = (phase) => phase === 'sending' || phase === 'reading-header' || phase === 'reading-body';
/** nginx writes 0 for a connection that was kept. Longer than this, a packet was lost on the way. */
const isFreshConnection = (connectMs) => connectMs !== null && connectMs >= 1 && connectMs <= 200;
const connectionsMin = 5;
