/** An HTTP response in place of the method's result. */
export type HttpFault = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** A fault of one call. */
export type InjectedFault =
  | HttpFault
  | { readonly error: string }
  | { readonly delayMs: number }
  /** The connection breaks before or after the call is processed. */
  | 'reset'
  | 'processThenReset';

/** Faults to inject, a queue per method; `*` matches any method. */
export class FaultQueue {
  private readonly queues = new Map<string, InjectedFault[]>();

  add(method: string, fault: InjectedFault, times: number): void {
    const queue = this.queues.get(method) ?? [];
    this.queues.set(method, [...queue, ...Array.from({ length: times }, () => fault)]);
  }

  next(method: string): InjectedFault | undefined {
    return this.queues.get(method)?.shift() ?? this.queues.get('*')?.shift();
  }
}

/** The response to too many calls: retry after `seconds`. */
export const makeRateLimit = (seconds: number): HttpFault => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
});
