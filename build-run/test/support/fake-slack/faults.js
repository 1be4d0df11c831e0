/** Faults to inject, a queue per method; `*` matches any method. */
export class FaultQueue {
  queues = new Map();
  add(method, fault, times) {
    const queue = this.queues.get(method) ?? [];
    this.queues.set(method, [...queue, ...Array.from({ length: times }, () => fault)]);
  }
  next(method) {
    return this.queues.get(method)?.shift() ?? this.queues.get('*')?.shift();
  }
}
/** The response to too many calls: retry after `seconds`. */
export const makeRateLimit = (seconds) => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
});
