import { messageBlockSchema, viewSchema } from './block-kit-schema.js';

/** The limit of `chat.update`. Posts may be longer, but any message may have to be edited. */
const textCharsMax = 4000;
const blocksMax = 50;
/** Slack's limit is undocumented; 11,341 were refused (slackapi/bolt-js issues 2509 and 2867). */
const allBlocksCharsMax = 9000;
const viewBytesMax = 250_000;
/** https://docs.slack.dev/reference/block-kit/blocks/section-block */
export const sectionCharsMax = 3000;
/** Returns everything that Slack would refuse in a message; empty when it can be sent. */
export function validateMessage({ text, blocks, attachments = [] }) {
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
export function validateView(view) {
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
function validateAttachment({ blocks = [], color }, attachmentIndex) {
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
function validateShape(shape, value, pointer) {
  const { error } = shape.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => ({
    code: 'invalid_blocks',
    pointer: [pointer, ...path].join('/'),
    problem: message,
  }));
}
/** Block ids must be unique in the message, action ids in their block. */
function findDuplicateIds(blocks) {
  const actionIds = (block) => collectNodes(block).map((node) => readProperty(node, 'action_id'));
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
function findRepeated(ids) {
  const definedIds = ids.filter((id) => id !== undefined);
  return [...new Set(definedIds.filter((id, index) => definedIds.indexOf(id) !== index))];
}
const createViolation = (pointer, problem) => ({
  code: 'invalid_blocks',
  pointer,
  problem,
});
const violationIf = (isViolated, code, pointer, problem) => (isViolated ? [{ code, pointer, problem }] : []);
/** Every object and array in a value, at any depth. */
function collectNodes(value) {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(collectNodes)];
}
/** Counts the visible text, which Slack limits for the whole message. */
const countTextChars = (blocks) =>
  collectNodes(blocks)
    .map((node) => readProperty(node, 'text'))
    .reduce((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0);
const hasType = (type) => (value) => readProperty(value, 'type') === type;
const asArray = (value) => (Array.isArray(value) ? value : []);
const readProperty = (value, name) =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
