import type { Button, ConfirmationDialog, Overflow, PlainTextOption, StaticSelect } from '@slack/types';
import { truncate } from '../base/printable.js';
import { type RichText, toPlainText } from './rich-text.js';

/** A button. `value` is an id and never data. */
export function button(
  label: string,
  action: string,
  value: string,
  { style, confirm }: { readonly style?: 'primary' | 'danger'; readonly confirm?: ConfirmationDialog } = {},
): Button {
  return {
    type: 'button',
    text: plainText([label], labelCharsMax),
    action_id: action,
    value,
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** A menu that shows its title until an option is selected. */
export const menu = (title: string, action: string, options: readonly MenuOption[]): StaticSelect => ({
  type: 'static_select',
  placeholder: plainText([title], titleCharsMax),
  action_id: action,
  options: options.slice(0, optionsMax).map(toOption),
});

/** The `…` menu for rare actions: two to five options. */
export const overflowMenu = (action: string, options: readonly MenuOption[]): Overflow => ({
  type: 'overflow',
  action_id: action,
  options: options.map(toOption),
});

/** Asks before an action that others would have to undo. */
export const confirmationDialog = (
  title: string,
  text: string,
  confirmLabel: string,
): ConfirmationDialog => ({
  title: plainText([title], confirmTitleCharsMax),
  text: plainText([text], confirmCharsMax),
  confirm: plainText([confirmLabel], confirmButtonCharsMax),
  deny: plainText(['Not now'], confirmButtonCharsMax),
});

/** An option of a menu; `value` is its id. */
export type MenuOption = { readonly label: RichText; readonly value: string };

export const toOption = ({ label, value }: MenuOption): PlainTextOption => ({
  text: plainText(label, labelCharsMax),
  value,
});

/** Text in which nothing is interpreted. */
export const plainText = (content: RichText, charsMax: number) => ({
  type: 'plain_text' as const,
  text: truncate(toPlainText(content), charsMax) || '–',
  emoji: false,
});

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object and the pages of each element. */
const labelCharsMax = 75;
const titleCharsMax = 150;
const optionsMax = 100;
const confirmTitleCharsMax = 100;
const confirmCharsMax = 300;
const confirmButtonCharsMax = 30;
