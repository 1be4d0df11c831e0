import type { App, Receiver } from '@slack/bolt';

/** The way that Slack delivers to the bot: a socket or an HTTP endpoint. Listeners do not know which. */
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
