/**
 * A toolkit for messages, rich text, pages, tables and charts. In: text and numbers, which may come from a hostile log.
 * Out: Block Kit, HTML, SVG, CSV or terminal text in which log text is only ever text. It knows no incident.
 */
import type { KnownBlock } from '@slack/types';

/**
 * A message in Slack's format, which the terminal and the pages render as well. `text` is a complete sentence: phones,
 * screen readers and search show it instead of the blocks.
 */
export type Message = {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** The colour bar: red, amber, green or grey. */
  readonly tone?: Tone;
};
export type Tone = 'bad' | 'warning' | 'good' | 'neutral';
