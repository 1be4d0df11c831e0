import { answerFaults } from './answers.js';
import { connectionFaults } from './connections.js';
import { grpcFaults } from './grpc.js';
import { limitFaults } from './limits.js';
import { runtimeFaults } from './runtimes.js';
import { timeoutFaults } from './timeouts.js';
import { tlsFaults } from './tls.js';
/** Every fault that is built. */
export const listFaults = () => [
  ...timeoutFaults,
  ...answerFaults,
  ...connectionFaults,
  ...grpcFaults,
  ...tlsFaults,
  ...runtimeFaults,
  ...limitFaults,
];
