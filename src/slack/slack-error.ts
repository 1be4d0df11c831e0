/** Slack cannot be used as configured. The message is one line for the operator: what, why, what to do. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  /** True when Slack, or the way to it, is to blame: the same may work later. */
  readonly retryable: boolean;

  constructor(message: string, { retryable = false }: { readonly retryable?: boolean } = {}) {
    super(message);
    this.retryable = retryable;
  }
}
