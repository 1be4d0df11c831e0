import type { InputBlock, KnownBlock, ModalView, PlainTextInput } from '@slack/types';
import type { ButtonName } from '../../notify/incident-buttons.js';
import { type MenuOption, plainText, toOption } from '../../render/controls.js';

/** What only shows something. */
export const buildInfoModal = (title: string, blocks: readonly (KnownBlock | undefined)[]): ModalView => ({
  type: 'modal',
  title: plainText([title], titleCharsMax),
  close: plainText(['Close'], titleCharsMax),
  blocks: limitBlocks(blocks),
});

/** What asks something; `place` is all that it remembers. */
export const buildInputModal = (
  { callbackId, title, submitLabel, modalContext }: InputModal,
  blocks: readonly (KnownBlock | undefined)[],
): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  private_metadata: modalContext,
  title: plainText([title], titleCharsMax),
  submit: plainText([submitLabel], titleCharsMax),
  close: plainText(['Cancel'], titleCharsMax),
  blocks: limitBlocks(blocks),
});

type InputModal = {
  readonly callbackId: ButtonName;
  readonly title: string;
  readonly submitLabel: string;
  readonly modalContext: string;
};

/** A field for words. Problems are told under the field of this id. */
export function createTextField(
  id: string,
  label: string,
  {
    hint,
    optional = false,
    ...element
  }: FieldOptions & Partial<Pick<PlainTextInput, 'multiline' | 'max_length'>>,
): InputBlock {
  return createField(id, label, { hint, optional }, { type: 'plain_text_input', action_id: id, ...element });
}

/** A field in which one of several things is chosen, the first one to begin with unless nothing is. */
export function createChoiceField(
  id: string,
  label: string,
  choices: readonly MenuOption[],
  { isBegun: isPreselected = false, ...options }: FieldOptions & { readonly isBegun?: boolean } = {},
): InputBlock {
  const selectOptions = choices.slice(0, choicesMax).map(toOption);
  const [first] = selectOptions;
  return createField(id, label, options, {
    type: 'static_select',
    action_id: id,
    options: selectOptions,
    ...(isPreselected && first !== undefined ? { initial_option: first } : {}),
  });
}

type FieldOptions = { readonly hint?: string | undefined; readonly optional?: boolean };

const createField = (
  id: string,
  label: string,
  { hint, optional = false }: FieldOptions,
  element: InputBlock['element'],
): InputBlock => ({
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

const limitBlocks = (blocks: readonly (KnownBlock | undefined)[]): KnownBlock[] =>
  blocks.filter((block) => block !== undefined).slice(0, blocksMax);
