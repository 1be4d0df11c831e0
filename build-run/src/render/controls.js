import { truncate } from '../base/printable.js';
import { toPlainText } from './rich-text.js';
/** A button. `value` is an id and never data. */
export function button(label, action, value, { style, confirm } = {}) {
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
export const menu = (title, action, options) => ({
  type: 'static_select',
  placeholder: plainText([title], titleCharsMax),
  action_id: action,
  options: options.slice(0, optionsMax).map(toOption),
});
/** The `…` menu for rare actions: two to five options. */
export const overflowMenu = (action, options) => ({
  type: 'overflow',
  action_id: action,
  options: options.map(toOption),
});
/** Asks before an action that others would have to undo. */
export const confirmationDialog = (title, text, confirmLabel) => ({
  title: plainText([title], confirmTitleCharsMax),
  text: plainText([text], confirmCharsMax),
  confirm: plainText([confirmLabel], confirmButtonCharsMax),
  deny: plainText(['Not now'], confirmButtonCharsMax),
});
export const toOption = ({ label, value }) => ({
  text: plainText(label, labelCharsMax),
  value,
});
/** Text in which nothing is interpreted. */
export const plainText = (content, charsMax) => ({
  type: 'plain_text',
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
