import { listAnswerFaults } from './answering.js';
import { listBalancingFaults } from './choosing.js';
import { listConnectingFaults } from './connecting.js';
import { listGatewayFaults } from './gateway.js';
import { listNonFaults } from './noise.js';
import { listResolvingFaults } from './resolving.js';
/** Every fault of the lab, including noise that only looks like a failure. */
export const listFaults = (servers) =>
  [
    listConnectingFaults,
    listResolvingFaults,
    listAnswerFaults,
    listBalancingFaults,
    listGatewayFaults,
    listNonFaults,
  ].flatMap((list) => list(servers));
