import type { App, Receiver } from '@slack/bolt';

/** How Slack delivers to the bot: over a socket, or to an HTTP endpoint. Listeners do not know which. */
export type Transport = {
  readonly receiver: Receiver;
  /** Resolves once Slack can deliver to the app. Throws a `SlackError` otherwise. */
  open(app: App): Promise<void>;
  close(): Promise<void>;
  /** True while Slack can deliver. */
  isOpen(): boolean;
  /** The port of HTTP mode; null in Socket Mode. */
  port(): number | null;
};
