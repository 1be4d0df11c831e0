/** What people said ended an incident: one of its steps, something else, or nothing that anybody did. */
export type FixAnswer =
  | { readonly type: 'step'; readonly step: string }
  | { readonly type: 'other' }
  | { readonly type: 'by-itself' };

/** An answer, and who gave it. */
export type GivenFixAnswer = { readonly answer: FixAnswer; readonly by: string; readonly at: number };

/** The answers about earlier incidents of one cause at one upstream. */
export type FixRecord = {
  readonly answers: number;
  /** The steps that helped, most often first. */
  readonly steps: readonly { readonly step: string; readonly count: number }[];
};
