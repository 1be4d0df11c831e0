export const teamId = 'T0FAKE001';
export const appId = 'A0FAKE001';
export const botUserId = 'U0BOT0001';
export const botId = 'B0BOT0001';
export const defaultUserId = 'U0ANNA001';
export const homeChannelId = 'C0ALERTS1';
/** The state of the fake Slack. */
export class Workspace {
  channels = new Map([[homeChannelId, 'joined']]);
  messages = [];
  /** Mistakes of the bot towards Slack or its readers. Tests expect none. */
  violations = [];
  /** Users that a message may mention: those who addressed the bot, and those that a test adds. */
  mentionableUsers = new Set();
  /** Open modals by id, and Home tabs by user. */
  openViews = new Map();
  homeViews = new Map();
  /** Uploaded files by id, and how long a picture is processed before it can be shown. */
  files = new Map();
  filesReadyAfterMs = 0;
  /** True while the history lags behind all posts. */
  hidesHistory = false;
  /** Triggers, which allow to open a modal, by id. */
  triggers = new Map();
  /** Members by user group. */
  groups = new Map();
  mintedCount = 0;
  /** Returns an increasing timestamp, as Slack's are: `1790000000.000001`. */
  mintTs() {
    this.mintedCount += 1;
    return `${Math.floor(Date.now() / 1000)}.${String(this.mintedCount).padStart(6, '0')}`;
  }
  mintId(prefix) {
    this.mintedCount += 1;
    return `${prefix}${String(this.mintedCount).padStart(8, '0')}`;
  }
  mintTrigger(user) {
    const id = this.mintId('t');
    this.triggers.set(id, { user, at: performance.now(), used: false });
    return id;
  }
  showView(user, payload, id = this.mintId('V')) {
    const open = { id, user, hash: this.mintId('h'), payload };
    this.openViews.set(id, open);
    return open;
  }
  addMessage(channel, thread, sent, onlyFor = null) {
    const message = { ts: this.mintTs(), channel, thread, onlyFor, versions: [sent] };
    this.messages.push(message);
    return message;
  }
  findMessage(channel, ts) {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }
  editMessage(message, sent) {
    const index = this.messages.indexOf(message);
    this.messages[index] = { ...message, versions: [...message.versions, sent] };
  }
}
/** Returns the current version of a message. */
export const getLatestVersion = ({ versions }) => {
  const last = versions.at(-1);
  if (last === undefined) throw new Error('a message without a version');
  return last;
};
