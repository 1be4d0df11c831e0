/** Logs why messages cannot be delivered: once for each reason, until one is delivered. */
export function createDeliveryLog(log) {
  const reasons = new Set();
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
