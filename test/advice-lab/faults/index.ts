import type { AdviceFault } from '../fault.js';
import { answerFaults } from './answers.js';
import { connectionFaults } from './connections.js';
import { grpcFaults } from './grpc.js';
import { limitFaults } from './limits.js';
import { phpFaults } from './php.js';
import { runtimeFaults } from './runtimes.js';
import { timeoutFaults } from './timeouts.js';
import { tlsFaults } from './tls.js';

/** Every fault that is built. */
export const listFaults = (): readonly AdviceFault[] => [
  ...timeoutFaults,
  ...answerFaults,
  ...connectionFaults,
  ...grpcFaults,
  ...tlsFaults,
  ...phpFaults,
  ...runtimeFaults,
  ...limitFaults,
];
