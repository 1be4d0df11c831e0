import type { CauseId } from '../diagnose/cause.js';
import type { Silence } from '../notify/silence.js';

/** Something that somebody ordered, checked and ready to be done: plain data for whoever may write. */
export type Act =
  | { readonly name: 'acknowledge'; readonly incident: number }
  | { readonly name: 'resolve'; readonly incident: number }
  | { readonly name: 'note'; readonly incident: number; readonly words: string }
  /** `cause` is the catalogue entry that the words name; null when they name none. */
  | {
      readonly name: 'correct';
      readonly incident: number;
      readonly cause: CauseId | null;
      readonly words: string;
    }
  | { readonly name: 'merge'; readonly incident: number; readonly into: number }
  | { readonly name: 'silence'; readonly silence: Omit<Silence, 'id'> }
  | { readonly name: 'unsilence'; readonly silence: number };
