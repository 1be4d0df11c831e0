import type { Button, ConfirmationDialog, Overflow, PlainTextOption, StaticSelect } from '@slack/types';
import { cut } from '../base/printable.js';
import { literalOf, type Phrase } from './rich-text.js';

/** What can be pressed. `value` is an id and never data. */
export function button(
  words: string,
  action: string,
  value: string,
  { style, confirm }: { readonly style?: 'primary' | 'danger'; readonly confirm?: ConfirmationDialog } = {},
): Button {
  return {
    type: 'button',
    text: plain([words], labelCharsMax),
    action_id: action,
    value,
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** A menu that shows its title until something is chosen. */
export const menu = (title: string, action: string, choices: readonly Choice[]): StaticSelect => ({
  type: 'static_select',
  placeholder: plain([title], titleCharsMax),
  action_id: action,
  options: choices.slice(0, choicesMax).map(optionOf),
});

/** The dots behind which seldom things wait: two choices at least, five at most. */
export const dots = (action: string, choices: readonly Choice[]): Overflow => ({
  type: 'overflow',
  action_id: action,
  options: choices.map(optionOf),
});

/** What is asked before something is done that others would have to undo. */
export const asking = (title: string, text: string, yes: string): ConfirmationDialog => ({
  title: plain([title], confirmTitleCharsMax),
  text: plain([text], confirmCharsMax),
  confirm: plain([yes], confirmButtonCharsMax),
  deny: plain(['Not now'], confirmButtonCharsMax),
});

/** One of several things, and the id that stands for it. */
export type Choice = { readonly words: Phrase; readonly value: string };

export const optionOf = ({ words, value }: Choice): PlainTextOption => ({
  text: plain(words, labelCharsMax),
  value,
});

/** Words in which nothing is interpreted. */
export const plain = (words: Phrase, charsMax: number) => ({
  type: 'plain_text' as const,
  text: cut(literalOf(words), charsMax) || '–',
  emoji: false,
});

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object and the pages of each element. */
const labelCharsMax = 75;
const titleCharsMax = 150;
const choicesMax = 100;
const confirmTitleCharsMax = 100;
const confirmCharsMax = 300;
const confirmButtonCharsMax = 30;
