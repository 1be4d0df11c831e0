/** An answer that Slack's front door gives instead of the method's. */
export type HttpFault = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** What can go wrong with one call. */
export type InjectedFault =
  | HttpFault
  | { readonly error: string }
  | { readonly delayMs: number }
  /** The connection breaks before the call is carried out, or after it. */
  | 'reset'
  | 'processThenReset';

/** The mishaps to come, a queue for each method; `*` stands for all. */
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

/** Too many calls: try again after so many seconds. */
export const makeRateLimit = (seconds: number): HttpFault => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
});
