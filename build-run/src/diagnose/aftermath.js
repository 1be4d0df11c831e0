import { minuteMs } from '../base/duration.js';
import { getCause } from './causes/index.js';
/** How long after its last failure a cause still explains an empty group: a few of nginx's 10 s, or Envoy's first 30 s. */
export const aftermathWindowMs = minuteMs;
/** True for a cause that is never the root: earlier failures emptied the group. */
export const isAftermath = (cause) => getCause(cause).isAftermath === true;
/** True for a cause for which gateways take a server out of its group. */
export const canEmptyGroup = (cause) => getCause(cause).emptiesGroup === true;
