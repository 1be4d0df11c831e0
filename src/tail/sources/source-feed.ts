/** What one read of a source brings. It is committed as a whole, or not at all. */
export type SourceItem = {
  /** Which run of the source this belongs to, such as the id of a container; lines are counted from 0 in each. */
  readonly generation: string;
  readonly lines: readonly string[];
  /** Where to go on after these lines, as only the reader of this kind of source understands it. */
  readonly position: string;
  /** Completes "some lines may be missing: …", where there is a gap before these lines. */
  readonly gap?: string;
  /** Set when nothing follows in this generation. */
  readonly isLast?: true;
};

/** Where a reader puts what it reads. */
export type SourceFeed = {
  /** Resolves once there is room for more, so that a reader holds at most one item besides. */
  put(item: SourceItem): Promise<void>;
  /** Tells why the source cannot be read now; null when it can. */
  setProblem(why: string | null): void;
  /** Tells whether older lines than those of the last seconds are still to come. */
  setCatchingUp(isCatchingUp: boolean): void;
};

/** How far an earlier run committed a source. */
export type SourceCheckpoint = {
  readonly generation: string;
  readonly position: string;
  readonly isFinished: boolean;
};

/** Where a reader begins. */
export type SourceStart = {
  /** Null for a source that was never read. */
  readonly checkpoint: SourceCheckpoint | null;
  /** Of a source without a checkpoint, lines before this time are left out, epoch ms; null: none are. */
  readonly since: number | null;
  /** Of a source that was created since this time nothing is left out, epoch ms. */
  readonly lastStoredAt: number;
};

/** Reads one source into a feed until it ends or `signal` aborts. Handles its own failures; what it throws is a defect. */
export type SourceReader = (feed: SourceFeed, start: SourceStart, signal: AbortSignal) => Promise<void>;
