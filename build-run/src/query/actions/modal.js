import { plainText, toOption } from '../../render/controls.js';
/** Builds a modal that only shows something. */
export const buildInfoModal = (title, blocks) => ({
  type: 'modal',
  title: plainText([title], titleCharsMax),
  close: plainText(['Close'], titleCharsMax),
  blocks: limitBlocks(blocks),
});
/** Builds a modal with fields to fill in. The button that opens it adds what the modal remembers. */
export const buildInputModal = (title, submitLabel, blocks) => ({
  type: 'modal',
  title: plainText([title], titleCharsMax),
  submit: plainText([submitLabel], titleCharsMax),
  close: plainText(['Cancel'], titleCharsMax),
  blocks: limitBlocks(blocks),
});
/** Creates a text field. Slack shows problems under the field with this id. */
export function createTextField(id, label, { hint, optional = false, ...element }) {
  return createField(id, label, { hint, optional }, { type: 'plain_text_input', action_id: id, ...element });
}
/** Creates a field to choose from; `isPreselected` selects the first choice. */
export function createChoiceField(id, label, choices, { isPreselected = false, ...options } = {}) {
  const selectOptions = choices.slice(0, choicesMax).map(toOption);
  const [first] = selectOptions;
  return createField(id, label, options, {
    type: 'static_select',
    action_id: id,
    options: selectOptions,
    ...(isPreselected && first !== undefined ? { initial_option: first } : {}),
  });
}
const createField = (id, label, { hint, optional = false }, element) => ({
  type: 'input',
  block_id: id,
  label: plainText([label], labelCharsMax),
  optional,
  ...(hint === undefined ? {} : { hint: plainText([hint], labelCharsMax) }),
  element,
});
/** https://docs.slack.dev/reference/views/modal-views */
const titleCharsMax = 24;
const blocksMax = 100;
const labelCharsMax = 2000;
const choicesMax = 100;
const limitBlocks = (blocks) => blocks.filter((block) => block !== undefined).slice(0, blocksMax);
