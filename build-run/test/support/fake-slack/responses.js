import { findUnreadyImages } from './files.js';
import { rejectInvalidMessage } from './validate.js';

const usesMax = 5;
/** The `response_url`s of deliveries, and the messages sent to them. */
export class Responses {
  sent = new Map();
  workspace;
  constructor(workspace) {
    this.workspace = workspace;
  }
  mint() {
    const id = this.workspace.mintId('R');
    this.sent.set(id, []);
    return id;
  }
  listSent(id) {
    return this.sent.get(id) ?? [];
  }
  /** Stores a message. Returns the HTTP status. */
  receive(id, message) {
    const sentBefore = this.sent.get(id);
    if (sentBefore === undefined || sentBefore.length >= usesMax) return 404;
    if (rejectInvalidMessage(this.workspace, 'response_url', message).length > 0) return 400;
    if (findUnreadyImages(this.workspace, message).length > 0) return 400;
    sentBefore.push(message);
    return 200;
  }
}
