import type { z } from 'zod';
import type { Message } from '../render/message.js';
import { messageBlock, viewShape } from './block-kit-schema.js';

/** One reason why Slack would refuse a message or a view. */
export type Fault = {
  /** Slack's own name for it. */
  readonly error: FaultName;
  /** Where, as a JSON pointer: `/blocks/2/text/text`. */
  readonly pointer: string;
  readonly problem: string;
};
type FaultName =
  | 'no_text'
  | 'msg_too_long'
  | 'invalid_blocks'
  | 'msg_blocks_too_long'
  | 'only_one_table_allowed'
  | 'invalid_attachments'
  | 'invalid_arguments'
  | 'view_too_large';

/** A message as it goes to Slack; attachments carry the colour bar. */
export type Sendable = {
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly attachments?: readonly { readonly blocks?: readonly unknown[]; readonly color?: string }[];
};

/** The limit of `chat.update`; posts may be longer, but every message may have to be edited. */
const textCharsMax = 4000;
const blocksMax = 50;
/** Slack's limit is undocumented: 11,341 was once refused (slackapi/bolt-js issues 2509 and 2867). */
const allBlocksCharsMax = 9000;
const viewBytesMax = 250_000;
const sectionCharsMax = 3000;

/** All that Slack would refuse about a message; empty when it may be sent. */
export function faultsIn({ text, blocks, attachments = [] }: Sendable): readonly Fault[] {
  const inner = attachments.flatMap((attachment) => attachment.blocks ?? []);
  const all = [...blocks, ...inner];
  return [
    ...when(text.trim() === '', 'no_text', '/text', 'is empty: phones and screen readers show it'),
    ...when(text.length > textCharsMax, 'msg_too_long', '/text', `has more than ${textCharsMax} characters`),
    ...when(all.length > blocksMax, 'invalid_blocks', '/blocks', `are more than ${blocksMax}`),
    ...blocks.flatMap((block, at) => shapeFaults(messageBlock, block, `/blocks/${at}`)),
    ...attachments.flatMap(attachmentFaults),
    ...crossFaults(all),
    ...when(
      charsIn(all) > allBlocksCharsMax,
      'msg_blocks_too_long',
      '/blocks',
      `hold over ${allBlocksCharsMax} characters`,
    ),
    ...when(
      all.filter(isA('table')).length > 1,
      'only_one_table_allowed',
      '/blocks',
      'hold more than one table',
    ),
  ];
}

/** All that Slack would refuse about a modal or a Home tab. */
export function faultsInView(view: unknown): readonly Fault[] {
  const blocks = list(property(view, 'blocks'));
  const focused = allIn(blocks).filter((node) => property(node, 'focus_on_load') === true);
  const lacksSubmit =
    isA('modal')(view) && property(view, 'submit') === undefined && blocks.some(isA('input'));
  return [
    ...shapeFaults(viewShape, view, ''),
    ...crossFaults(blocks),
    ...when(lacksSubmit, 'invalid_arguments', '/submit', 'is required, since there is an input'),
    ...when(focused.length > 1, 'invalid_arguments', '/blocks', 'take the focus more than once'),
    ...when(
      JSON.stringify(view).length > viewBytesMax,
      'view_too_large',
      '',
      `has more than ${viewBytesMax} bytes`,
    ),
  ];
}

/** The same message without its layout: always short enough and plain enough for Slack. */
export function degrade({ text, tone }: Message): Message {
  const said = cut(text.trim() === '' ? 'badgateway has news, but could not put it into words.' : text);
  return {
    text: said,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: said, verbatim: true } },
      {
        type: 'context',
        elements: [{ type: 'plain_text', text: 'Shown plainly: Slack would not take the full layout.' }],
      },
    ],
    ...(tone === undefined ? {} : { tone }),
  };
}

/** Cuts between characters, and never inside `&amp;` or `<https://…>`, which would come out as something else. */
function cut(text: string): string {
  if (text.length <= sectionCharsMax) return text;
  const head = text.slice(0, sectionCharsMax - 1).replace(/[\uD800-\uDBFF]$/, '');
  const entity = head.lastIndexOf('&');
  const control = head.lastIndexOf('<');
  const end = Math.min(
    entity > head.length - 5 && !head.includes(';', entity) ? entity : head.length,
    control >= 0 && !head.includes('>', control) ? control : head.length,
  );
  const kept = head.slice(0, end);
  // A text that opens a `<` and never closes it is no link; nothing of it could be kept.
  return `${kept.trim() === '' ? head.replaceAll('<', '‹') : kept}…`;
}

const colour = /^(#[0-9a-fA-F]{6}|good|warning|danger)$/;

function attachmentFaults(
  { blocks = [], color }: NonNullable<Sendable['attachments']>[number],
  at: number,
): Fault[] {
  const pointer = `/attachments/${at}`;
  return [
    ...when(
      color !== undefined && !colour.test(color),
      'invalid_attachments',
      `${pointer}/color`,
      'is no colour',
    ),
    ...when(blocks.length === 0, 'invalid_attachments', `${pointer}/blocks`, 'are missing'),
    ...blocks.flatMap((block, index) => shapeFaults(messageBlock, block, `${pointer}/blocks/${index}`)),
  ];
}

function shapeFaults(shape: z.ZodType, value: unknown, pointer: string): Fault[] {
  const { error } = shape.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => ({
    error: 'invalid_blocks',
    pointer: [pointer, ...path].join('/'),
    problem: message,
  }));
}

/** Ids that must not repeat: of blocks in the whole, of elements in their block. */
function crossFaults(blocks: readonly unknown[]): Fault[] {
  const actionIds = (block: unknown) => allIn(block).map((node) => property(node, 'action_id'));
  return [
    ...repeated(blocks.map((block) => property(block, 'block_id'))).map((id) =>
      fault(`/blocks`, `use block_id ${id} twice`),
    ),
    ...blocks.flatMap((block, at) =>
      repeated(actionIds(block)).map((id) => fault(`/blocks/${at}`, `uses action_id ${id} twice`)),
    ),
  ];
}

function repeated(ids: readonly unknown[]): unknown[] {
  const given = ids.filter((id) => id !== undefined);
  return [...new Set(given.filter((id, at) => given.indexOf(id) !== at))];
}

const fault = (pointer: string, problem: string): Fault => ({ error: 'invalid_blocks', pointer, problem });

const when = (wrong: boolean, error: FaultName, pointer: string, problem: string): Fault[] =>
  wrong ? [{ error, pointer, problem }] : [];

/** Every object and list in a value, however deep. */
function allIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(allIn)];
}

/** Counts the text that people read, which Slack limits over the whole message. */
const charsIn = (blocks: readonly unknown[]): number =>
  allIn(blocks)
    .map((node) => property(node, 'text'))
    .reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0);

const isA = (type: string) => (value: unknown) => property(value, 'type') === type;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
