import type { Fault } from '../fault.js';
import type { Equipment } from '../setup.js';
import { answering } from './answering.js';
import { choosing } from './choosing.js';
import { connecting } from './connecting.js';
import { gateway } from './gateway.js';
import { noise } from './noise.js';
import { resolving } from './resolving.js';

/** Everything that the lab knows to go wrong, and what only looks like it. */
export const faults = (lab: Equipment): readonly Fault[] =>
  [connecting, resolving, answering, choosing, gateway, noise].flatMap((room) => room(lab));
