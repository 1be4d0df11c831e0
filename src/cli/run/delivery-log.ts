import type { DeliveryObserver } from '../../notify/deliver.js';
import type { ProgramLog } from '../log.js';

/** Logs why messages cannot be delivered: once for each reason, until one is delivered. */
export function createDeliveryLog(log: Pick<ProgramLog, 'info' | 'warn'>): DeliveryObserver {
  const reasons = new Set<string>();
  return {
    onDelivered: () => {
      if (reasons.size > 0) log.info('Messages are delivered again.');
      reasons.clear();
    },
    onFailed: (why, isFinal) => {
      if (isFinal) return log.warn(`Gave up a message: ${why}.`);
      if (reasons.has(why)) return;
      reasons.add(why);
      log.warn(`Cannot deliver a message: ${why}. It is kept and tried again.`);
    },
  };
}
