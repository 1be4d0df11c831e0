// Alone in its file: the command line prints it, and must not load Slack's client for that.
/** Slack cannot be used as configured. The message is one line for the operator: what failed, why, what to do. */
export class SlackError extends Error {
  name = 'SlackError';
  /** True when Slack or the network is at fault, so that the same call may succeed later. */
  retryable;
  constructor(message, { retryable = false } = {}) {
    super(message);
    this.retryable = retryable;
  }
}
