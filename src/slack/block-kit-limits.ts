import type { z } from 'zod';
import { messageBlockSchema, viewSchema } from './block-kit-schema.js';

/** One reason for Slack to refuse a message or a view. */
export type BlockKitViolation = {
  /** Slack's error code. */
  readonly code: ViolationCode;
  /** JSON pointer to the place: `/blocks/2/text/text`. */
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

/** A message as sent to Slack; its attachments hold the colour bar. */
export type MessagePayload = {
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly attachments?: readonly { readonly blocks?: readonly unknown[]; readonly color?: string }[];
};

/** The limit of `chat.update`. Posts may be longer, but any message may have to be edited. */
const textCharsMax = 4000;
const blocksMax = 50;
/** Slack's limit is undocumented; 11,341 were refused (slackapi/bolt-js issues 2509 and 2867). */
const allBlocksCharsMax = 9000;
const viewBytesMax = 250_000;
/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const sectionCharsMax = 3000;

/** Returns everything that Slack would refuse in a message; empty when it can be sent. */
export function validateMessage({
  text,
  blocks,
  attachments = [],
}: MessagePayload): readonly BlockKitViolation[] {
  const attachedBlocks = attachments.flatMap((attachment) => attachment.blocks ?? []);
  const allBlocks = [...blocks, ...attachedBlocks];
  return [
    ...violationIf(text.trim() === '', 'no_text', '/text', 'is empty, but phones and screen readers show it'),
    ...violationIf(
      text.length > textCharsMax,
      'msg_too_long',
      '/text',
      `has more than ${textCharsMax} characters`,
    ),
    ...violationIf(
      allBlocks.length > blocksMax,
      'invalid_blocks',
      '/blocks',
      `has more than ${blocksMax} blocks`,
    ),
    ...blocks.flatMap((block, index) => validateShape(messageBlockSchema, block, `/blocks/${index}`)),
    ...attachments.flatMap(validateAttachment),
    ...findDuplicateIds(allBlocks),
    ...violationIf(
      countTextChars(allBlocks) > allBlocksCharsMax,
      'msg_blocks_too_long',
      '/blocks',
      `has more than ${allBlocksCharsMax} characters`,
    ),
    ...violationIf(
      allBlocks.filter(hasType('table')).length > 1,
      'only_one_table_allowed',
      '/blocks',
      'has more than one table',
    ),
  ];
}

/** Returns everything that Slack would refuse in a modal or a Home tab. */
export function validateView(view: unknown): readonly BlockKitViolation[] {
  const blocks = asArray(readProperty(view, 'blocks'));
  const focused = collectNodes(blocks).filter((node) => readProperty(node, 'focus_on_load') === true);
  const lacksSubmit =
    hasType('modal')(view) && readProperty(view, 'submit') === undefined && blocks.some(hasType('input'));
  return [
    ...validateShape(viewSchema, view, ''),
    ...findDuplicateIds(blocks),
    ...violationIf(lacksSubmit, 'invalid_arguments', '/submit', 'is required with an input'),
    ...violationIf(focused.length > 1, 'invalid_arguments', '/blocks', 'takes the focus more than once'),
    ...violationIf(
      JSON.stringify(view).length > viewBytesMax,
      'view_too_large',
      '',
      `has more than ${viewBytesMax} bytes`,
    ),
  ];
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
      'is not a colour',
    ),
    ...violationIf(blocks.length === 0, 'invalid_attachments', `${pointer}/blocks`, 'is missing'),
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

/** Block ids must be unique in the message, action ids in their block. */
function findDuplicateIds(blocks: readonly unknown[]): BlockKitViolation[] {
  const actionIds = (block: unknown) => collectNodes(block).map((node) => readProperty(node, 'action_id'));
  return [
    ...findRepeated(blocks.map((block) => readProperty(block, 'block_id'))).map((id) =>
      createViolation(`/blocks`, `has block_id ${id} twice`),
    ),
    ...blocks.flatMap((block, index) =>
      findRepeated(actionIds(block)).map((id) =>
        createViolation(`/blocks/${index}`, `has action_id ${id} twice`),
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

/** Every object and array in a value, at any depth. */
function collectNodes(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(collectNodes)];
}

/** Counts the visible text, which Slack limits for the whole message. */
const countTextChars = (blocks: readonly unknown[]): number =>
  collectNodes(blocks)
    .map((node) => readProperty(node, 'text'))
    .reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0);

const hasType = (type: string) => (value: unknown) => readProperty(value, 'type') === type;
const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const readProperty = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
