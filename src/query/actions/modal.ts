import type { InputBlock, KnownBlock, ModalView, PlainTextInput } from '@slack/types';
import type { ButtonName } from '../../notify/incident-buttons.js';
import { type Choice, optionOf, plain } from '../../render/controls.js';

/** What only shows something. */
export const showing = (title: string, blocks: readonly (KnownBlock | undefined)[]): ModalView => ({
  type: 'modal',
  title: plain([title], titleCharsMax),
  close: plain(['Close'], titleCharsMax),
  blocks: fitting(blocks),
});

/** What asks something; `place` is all that it remembers. */
export const asking = (
  { name, title, submit, place }: Asking,
  blocks: readonly (KnownBlock | undefined)[],
): ModalView => ({
  type: 'modal',
  callback_id: name,
  private_metadata: place,
  title: plain([title], titleCharsMax),
  submit: plain([submit], titleCharsMax),
  close: plain(['Cancel'], titleCharsMax),
  blocks: fitting(blocks),
});

type Asking = {
  readonly name: ButtonName;
  readonly title: string;
  readonly submit: string;
  readonly place: string;
};

/** A field for words. Problems are told under the field of this id. */
export function textField(
  id: string,
  label: string,
  {
    hint,
    optional = false,
    ...element
  }: FieldOptions & Partial<Pick<PlainTextInput, 'multiline' | 'max_length'>>,
): InputBlock {
  return field(id, label, { hint, optional }, { type: 'plain_text_input', action_id: id, ...element });
}

/** A field in which one of several things is chosen, the first one to begin with unless nothing is. */
export function choiceField(
  id: string,
  label: string,
  choices: readonly Choice[],
  { isBegun = false, ...options }: FieldOptions & { readonly isBegun?: boolean } = {},
): InputBlock {
  const all = choices.slice(0, choicesMax).map(optionOf);
  const [first] = all;
  return field(id, label, options, {
    type: 'static_select',
    action_id: id,
    options: all,
    ...(isBegun && first !== undefined ? { initial_option: first } : {}),
  });
}

type FieldOptions = { readonly hint?: string | undefined; readonly optional?: boolean };

const field = (
  id: string,
  label: string,
  { hint, optional = false }: FieldOptions,
  element: InputBlock['element'],
): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain([label], labelCharsMax),
  optional,
  ...(hint === undefined ? {} : { hint: plain([hint], labelCharsMax) }),
  element,
});

/** https://docs.slack.dev/reference/views/modal-views */
const titleCharsMax = 24;
const blocksMax = 100;
const labelCharsMax = 2000;
const choicesMax = 100;

const fitting = (blocks: readonly (KnownBlock | undefined)[]): KnownBlock[] =>
  blocks.filter((block) => block !== undefined).slice(0, blocksMax);
