/** What is wrong with the bot itself, or with what it is fed: while it lasts, silence does not mean good news. */
export type HealthIssue = {
  readonly id: number;
  readonly kind: IssueKind;
  /** When it began, epoch ms. */
  readonly startedAt: number;
  /** Null while it lasts. */
  readonly endedAt: number | null;
};

/** What an ailment is about, with what was seen when it was told. */
export type IssueKind =
  /** A log that is usually busy at this hour brings nothing. `usually`: minutes of an hour in which it has lines, at least. */
  | { readonly type: 'no-lines'; readonly path: string; readonly usually: number }
  /** There is more to read than is read: alerts come late. */
  | { readonly type: 'behind' }
  /** The channel does not take what is to be said. */
  | { readonly type: 'unsent'; readonly letters: number }
  /** Far more records than usual say nothing to any dialect. */
  | {
      readonly type: 'not-understood';
      readonly path: string;
      readonly unparsed: number;
      readonly records: number;
    }
  /** Records that name no zone are off by whole quarters of an hour; negative for times too early. */
  | { readonly type: 'wrong-zone'; readonly path: string; readonly offMs: number };

/** Every kind there is. */
export const issueTypes = [
  'no-lines',
  'behind',
  'unsent',
  'not-understood',
  'wrong-zone',
] as const satisfies readonly IssueKind['type'][];

/** Names a complaint: there is at most one ailment of a name at a time. */
export const buildIssueKey = (kind: IssueKind): string =>
  'path' in kind ? `${kind.type}:${kind.path}` : kind.type;
