/** What is wrong with the bot itself, or with what it is fed: while it lasts, silence does not mean good news. */
export type Ailment = {
  readonly id: number;
  readonly what: Complaint;
  /** When it began, epoch ms. */
  readonly since: number;
  /** Null while it lasts. */
  readonly endedAt: number | null;
};

/** What an ailment is about, with what was seen when it was told. */
export type Complaint =
  /** A log that is usually busy at this hour brings nothing. `usually`: minutes of an hour in which it has lines, at least. */
  | { readonly name: 'no-lines'; readonly path: string; readonly usually: number }
  /** There is more to read than is read: alerts come late. */
  | { readonly name: 'behind' }
  /** The channel does not take what is to be said. */
  | { readonly name: 'unsent'; readonly letters: number }
  /** Far more records than usual say nothing to any dialect. */
  | {
      readonly name: 'not-understood';
      readonly path: string;
      readonly unparsed: number;
      readonly records: number;
    }
  /** Records that name no zone are off by whole quarters of an hour; negative for times too early. */
  | { readonly name: 'wrong-zone'; readonly path: string; readonly offMs: number };

/** Every kind there is. */
export const complaintNames = [
  'no-lines',
  'behind',
  'unsent',
  'not-understood',
  'wrong-zone',
] as const satisfies readonly Complaint['name'][];

/** Names a complaint: there is at most one ailment of a name at a time. */
export const complaintKey = (what: Complaint): string =>
  'path' in what ? `${what.name}:${what.path}` : what.name;
