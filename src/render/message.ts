import type { KnownBlock } from '@slack/types';

/**
 * What people read, in Slack's own shape. `text` is a whole sentence: phones, screen readers and search show it instead
 * of the blocks. The terminal renders the same blocks.
 */
export type Message = {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** The colour bar: red while clients are hit, amber while acknowledged or undecided, green when over. */
  readonly tone?: Tone;
};
export type Tone = 'bad' | 'warning' | 'good' | 'neutral';
