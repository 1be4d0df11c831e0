import { unreadyPictures } from './files.js';
import { scrutinize } from './validate.js';
import type { Wire, Workspace } from './workspace.js';

const usesMax = 5;

/** The `response_url`s that deliveries carried, and what was sent to them. */
export class Responses {
  private readonly sent = new Map<string, Wire[]>();
  private readonly workspace: Workspace;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  mint(): string {
    const id = this.workspace.mintId('R');
    this.sent.set(id, []);
    return id;
  }

  of(id: string): readonly Wire[] {
    return this.sent.get(id) ?? [];
  }

  /** Takes a message; answers the status. */
  take(id: string, said: Wire): number {
    const before = this.sent.get(id);
    if (before === undefined || before.length >= usesMax) return 404;
    if (scrutinize(this.workspace, 'response_url', said).length > 0) return 400;
    if (unreadyPictures(this.workspace, said).length > 0) return 400;
    before.push(said);
    return 200;
  }
}
