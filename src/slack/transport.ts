import type { App, Receiver } from '@slack/bolt';

/** The way in which Slack reaches the bot: its own socket, or our HTTP endpoint. Listeners never know which. */
export type Transport = {
  readonly receiver: Receiver;
  /** Resolves when Slack can reach the app, and throws a `SlackError` when it cannot. */
  open(app: App): Promise<void>;
  close(): Promise<void>;
  /** True while deliveries can arrive. */
  isOpen(): boolean;
  /** The port that Slack's requests come to, where there is one. */
  port(): number | null;
};
