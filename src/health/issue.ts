/** A problem with the bot or its inputs. While one is open, "no alerts" proves nothing. */
export type HealthIssue = {
  readonly id: number;
  readonly kind: IssueKind;
  /** Time it began, epoch ms. */
  readonly startedAt: number;
  /** Null while it is open. */
  readonly endedAt: number | null;
};

/** The kind of problem, with what was measured when it was reported. */
export type IssueKind =
  /**
   * A log that is usually busy at this hour has no new lines. `usualMinutes`: minutes per hour that usually have
   * lines, at least.
   */
  | { readonly type: 'no-lines'; readonly path: string; readonly usualMinutes: number }
  /** Logs grow faster than they are read: alerts are late. */
  | { readonly type: 'behind' }
  /** Messages to the channel are not delivered. `why`: the result of the latest attempt. */
  | { readonly type: 'unsent'; readonly messages: number; readonly why?: string | undefined }
  /** Far more records than usual match no log format. */
  | {
      readonly type: 'not-understood';
      readonly path: string;
      readonly unparsed: number;
      readonly records: number;
    }
  /** Records that a client may have written, of which none is counted as a failure unless the other log shows it. */
  | { readonly type: 'forged'; readonly path: string; readonly records: number }
  /** Times without a timezone are off by a multiple of 15 minutes; negative if they are too early. */
  | { readonly type: 'wrong-zone'; readonly path: string; readonly offsetMs: number };

/** All kinds of issues. */
export const issueTypes = [
  'no-lines',
  'behind',
  'unsent',
  'not-understood',
  'forged',
  'wrong-zone',
] as const satisfies readonly IssueKind['type'][];

/** Identifies an issue: at most one with the same key is open at a time. */
export const buildIssueKey = (kind: IssueKind): string =>
  'path' in kind ? `${kind.type}:${kind.path}` : kind.type;
