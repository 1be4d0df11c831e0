import type { LabFault } from '../fault.js';
import type { LabServers } from '../setup.js';
import { listAnswerFaults } from './answering.js';
import { listBalancingFaults } from './choosing.js';
import { listConnectingFaults } from './connecting.js';
import { listGatewayFaults } from './gateway.js';
import { listNonFaults } from './noise.js';
import { listResolvingFaults } from './resolving.js';

/** Everything that the lab knows to go wrong, and what only looks like it. */
export const listFaults = (servers: LabServers): readonly LabFault[] =>
  [
    listConnectingFaults,
    listResolvingFaults,
    listAnswerFaults,
    listBalancingFaults,
    listGatewayFaults,
    listNonFaults,
  ].flatMap((list) => list(servers));
