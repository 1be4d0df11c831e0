/** An answer that Slack's front door gives instead of the method's. */
export type AtTheDoor = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** What can go wrong with one call. */
export type Mishap =
  | AtTheDoor
  | { readonly error: string }
  | { readonly delayMs: number }
  /** The connection breaks before the call is carried out, or after it. */
  | 'reset'
  | 'processThenReset';

/** The mishaps to come, a queue for each method; `*` stands for all. */
export class Mishaps {
  private readonly queues = new Map<string, Mishap[]>();

  add(method: string, mishap: Mishap, times: number): void {
    const queue = this.queues.get(method) ?? [];
    this.queues.set(method, [...queue, ...Array.from({ length: times }, () => mishap)]);
  }

  next(method: string): Mishap | undefined {
    return this.queues.get(method)?.shift() ?? this.queues.get('*')?.shift();
  }
}

/** Too many calls: try again after so many seconds. */
export const limited = (seconds: number): AtTheDoor => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
});
