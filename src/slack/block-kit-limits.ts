import type { z } from 'zod';
import type { Message } from '../render/message.js';
import { messageBlockSchema, viewSchema } from './block-kit-schema.js';

/** One reason why Slack would refuse a message or a view. */
export type BlockKitViolation = {
  /** Slack's own name for it. */
  readonly code: ViolationCode;
  /** Where, as a JSON pointer: `/blocks/2/text/text`. */
  readonly pointer: string;
  readonly problem: string;
};
type ViolationCode =
  | 'no_text'
  | 'msg_too_long'
  | 'invalid_blocks'
  | 'msg_blocks_too_long'
  | 'only_one_table_allowed'
  | 'invalid_attachments'
  | 'invalid_arguments'
  | 'view_too_large';

/** A message as it goes to Slack; attachments carry the colour bar. */
export type MessagePayload = {
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
export function validateMessage({
  text,
  blocks,
  attachments = [],
}: MessagePayload): readonly BlockKitViolation[] {
  const attachedBlocks = attachments.flatMap((attachment) => attachment.blocks ?? []);
  const allBlocks = [...blocks, ...attachedBlocks];
  return [
    ...violationIf(text.trim() === '', 'no_text', '/text', 'is empty: phones and screen readers show it'),
    ...violationIf(
      text.length > textCharsMax,
      'msg_too_long',
      '/text',
      `has more than ${textCharsMax} characters`,
    ),
    ...violationIf(allBlocks.length > blocksMax, 'invalid_blocks', '/blocks', `are more than ${blocksMax}`),
    ...blocks.flatMap((block, index) => validateShape(messageBlockSchema, block, `/blocks/${index}`)),
    ...attachments.flatMap(validateAttachment),
    ...findDuplicateIds(allBlocks),
    ...violationIf(
      countTextChars(allBlocks) > allBlocksCharsMax,
      'msg_blocks_too_long',
      '/blocks',
      `hold over ${allBlocksCharsMax} characters`,
    ),
    ...violationIf(
      allBlocks.filter(hasType('table')).length > 1,
      'only_one_table_allowed',
      '/blocks',
      'hold more than one table',
    ),
  ];
}

/** All that Slack would refuse about a modal or a Home tab. */
export function validateView(view: unknown): readonly BlockKitViolation[] {
  const blocks = asArray(readProperty(view, 'blocks'));
  const focused = collectNodes(blocks).filter((node) => readProperty(node, 'focus_on_load') === true);
  const lacksSubmit =
    hasType('modal')(view) && readProperty(view, 'submit') === undefined && blocks.some(hasType('input'));
  return [
    ...validateShape(viewSchema, view, ''),
    ...findDuplicateIds(blocks),
    ...violationIf(lacksSubmit, 'invalid_arguments', '/submit', 'is required, since there is an input'),
    ...violationIf(focused.length > 1, 'invalid_arguments', '/blocks', 'take the focus more than once'),
    ...violationIf(
      JSON.stringify(view).length > viewBytesMax,
      'view_too_large',
      '',
      `has more than ${viewBytesMax} bytes`,
    ),
  ];
}

/** The same message without its layout: always short enough and plain enough for Slack. */
export function toPlainMessage({ text, tone }: Message): Message {
  const fallbackText = truncateMarkup(
    text.trim() === '' ? 'badgateway has news, but could not put it into words.' : text,
  );
  return {
    text: fallbackText,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: fallbackText, verbatim: true } },
      {
        type: 'context',
        elements: [{ type: 'plain_text', text: 'Shown plainly: Slack would not take the full layout.' }],
      },
    ],
    ...(tone === undefined ? {} : { tone }),
  };
}

/** Cuts between characters, and never inside `&amp;` or `<https://…>`, which would come out as something else. */
function truncateMarkup(text: string): string {
  if (text.length <= sectionCharsMax) return text;
  const head = text.slice(0, sectionCharsMax - 1).replace(/[\uD800-\uDBFF]$/, '');
  const entity = head.lastIndexOf('&');
  const openBracket = head.lastIndexOf('<');
  const end = Math.min(
    entity > head.length - 5 && !head.includes(';', entity) ? entity : head.length,
    openBracket >= 0 && !head.includes('>', openBracket) ? openBracket : head.length,
  );
  const truncated = head.slice(0, end);
  // A text that opens a `<` and never closes it is no link; nothing of it could be kept.
  return `${truncated.trim() === '' ? head.replaceAll('<', '‹') : truncated}…`;
}

const colourPattern = /^(#[0-9a-fA-F]{6}|good|warning|danger)$/;

function validateAttachment(
  { blocks = [], color }: NonNullable<MessagePayload['attachments']>[number],
  attachmentIndex: number,
): BlockKitViolation[] {
  const pointer = `/attachments/${attachmentIndex}`;
  return [
    ...violationIf(
      color !== undefined && !colourPattern.test(color),
      'invalid_attachments',
      `${pointer}/color`,
      'is no colour',
    ),
    ...violationIf(blocks.length === 0, 'invalid_attachments', `${pointer}/blocks`, 'are missing'),
    ...blocks.flatMap((block, index) =>
      validateShape(messageBlockSchema, block, `${pointer}/blocks/${index}`),
    ),
  ];
}

function validateShape(shape: z.ZodType, value: unknown, pointer: string): BlockKitViolation[] {
  const { error } = shape.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => ({
    code: 'invalid_blocks',
    pointer: [pointer, ...path].join('/'),
    problem: message,
  }));
}

/** Ids that must not repeat: of blocks in the whole, of elements in their block. */
function findDuplicateIds(blocks: readonly unknown[]): BlockKitViolation[] {
  const actionIds = (block: unknown) => collectNodes(block).map((node) => readProperty(node, 'action_id'));
  return [
    ...findRepeated(blocks.map((block) => readProperty(block, 'block_id'))).map((id) =>
      createViolation(`/blocks`, `use block_id ${id} twice`),
    ),
    ...blocks.flatMap((block, index) =>
      findRepeated(actionIds(block)).map((id) =>
        createViolation(`/blocks/${index}`, `uses action_id ${id} twice`),
      ),
    ),
  ];
}

function findRepeated(ids: readonly unknown[]): unknown[] {
  const definedIds = ids.filter((id) => id !== undefined);
  return [...new Set(definedIds.filter((id, index) => definedIds.indexOf(id) !== index))];
}

const createViolation = (pointer: string, problem: string): BlockKitViolation => ({
  code: 'invalid_blocks',
  pointer,
  problem,
});

const violationIf = (
  isViolated: boolean,
  code: ViolationCode,
  pointer: string,
  problem: string,
): BlockKitViolation[] => (isViolated ? [{ code, pointer, problem }] : []);

/** Every object and list in a value, however deep. */
function collectNodes(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(collectNodes)];
}

/** Counts the text that people read, which Slack limits over the whole message. */
const countTextChars = (blocks: readonly unknown[]): number =>
  collectNodes(blocks)
    .map((node) => readProperty(node, 'text'))
    .reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0);

const hasType = (type: string) => (value: unknown) => readProperty(value, 'type') === type;
const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const readProperty = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
