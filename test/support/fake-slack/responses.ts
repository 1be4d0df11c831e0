import { findUnreadyImages } from './files.js';
import { rejectInvalidMessage } from './validate.js';
import type { SentMessage, Workspace } from './workspace.js';

const usesMax = 5;

/** The `response_url`s of deliveries, and the messages sent to them. */
export class Responses {
  private readonly sent = new Map<string, SentMessage[]>();
  private readonly workspace: Workspace;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  mint(): string {
    const id = this.workspace.mintId('R');
    this.sent.set(id, []);
    return id;
  }

  listSent(id: string): readonly SentMessage[] {
    return this.sent.get(id) ?? [];
  }

  /** Stores a message. Returns the HTTP status. */
  receive(id: string, message: SentMessage): number {
    const sentBefore = this.sent.get(id);
    if (sentBefore === undefined || sentBefore.length >= usesMax) return 404;
    if (rejectInvalidMessage(this.workspace, 'response_url', message).length > 0) return 400;
    if (findUnreadyImages(this.workspace, message).length > 0) return 400;
    sentBefore.push(message);
    return 200;
  }
}
