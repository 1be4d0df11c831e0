import { z } from 'zod';

/**
 * Slack's schema of blocks and views, with its limits: https://docs.slack.dev/reference/block-kit/blocks.
 * Lists only the blocks that this bot may send; any other is a mistake.
 */
const text = (charsMax) => z.string().min(1).max(charsMax);
const optionalId = text(255).optional();
const optionalFlag = z.boolean().optional();
const url = text(3000).regex(/^https?:\/\//, 'must start with http:// or https://');
const plainText = (charsMax) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(charsMax), emoji: optionalFlag });
const mrkdwn = (charsMax) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(charsMax), verbatim: optionalFlag });
const textObject = (charsMax) => oneOf(plainText(charsMax), mrkdwn(charsMax));
const slackFile = z.strictObject({ id: z.string().regex(/^F[A-Z0-9]{8,}$/) });
const imageFields = { alt_text: text(2000), image_url: url.optional(), slack_file: slackFile.optional() };
const hasOneSource = ({ image_url, slack_file }) => (image_url === undefined) !== (slack_file === undefined);
const sourceProblem = 'needs either image_url or slack_file';
const imageElement = z
  .strictObject({ type: z.literal('image'), ...imageFields })
  .refine(hasOneSource, sourceProblem);
const style = z.enum(['primary', 'danger']).optional();
const confirm = z
  .strictObject({
    title: plainText(100),
    text: textObject(300),
    confirm: plainText(30).optional(),
    deny: plainText(30).optional(),
    style,
  })
  .optional();
const option = z.strictObject({
  text: textObject(75),
  value: text(150),
  description: textObject(75).optional(),
  url: url.optional(),
});
const options = (itemsMin, itemsMax) => z.array(option).min(itemsMin).max(itemsMax);
const actionFields = { action_id: optionalId, confirm };
const inputFields = { ...actionFields, focus_on_load: optionalFlag, placeholder: plainText(150).optional() };
const button = z.strictObject({
  type: z.literal('button'),
  ...actionFields,
  text: plainText(75),
  value: text(2000).optional(),
  url: url.optional(),
  style,
  accessibility_label: text(75).optional(),
});
const overflow = z.strictObject({ type: z.literal('overflow'), ...actionFields, options: options(2, 5) });
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...inputFields,
  options: options(1, 100),
  initial_option: option.optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...actionFields,
  focus_on_load: optionalFlag,
  options: options(1, 10),
  initial_option: option.optional(),
});
const textInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...inputFields,
  multiline: optionalFlag,
  initial_value: z.string().max(3000).optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
});
const textStyle = z
  .strictObject({
    bold: optionalFlag,
    italic: optionalFlag,
    strike: optionalFlag,
    code: optionalFlag,
    underline: optionalFlag,
  })
  .optional();
const textElement = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style: textStyle });
const link = z.strictObject({ type: z.literal('link'), url, text: z.string().optional(), style: textStyle });
const user = z.strictObject({ type: z.literal('user'), user_id: text(255), style: textStyle });
const group = z.strictObject({ type: z.literal('usergroup'), usergroup_id: text(255), style: textStyle });
const emoji = z.strictObject({ type: z.literal('emoji'), name: text(255), style: textStyle });
const date = z.strictObject({
  type: z.literal('date'),
  timestamp: z.int(),
  format: text(255),
  fallback: text(255).optional(),
  style: textStyle,
});
const inlineElement = oneOf(textElement, link, user, group, emoji, date);
const richTextSection = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inlineElement).min(1),
});
const border = z.union([z.literal(0), z.literal(1)]).optional();
const richTextElement = oneOf(
  richTextSection,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(richTextSection).min(1),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inlineElement).min(1), border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(oneOf(textElement, link)).min(1),
    border,
  }),
);
const blockFields = { block_id: optionalId };
const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...blockFields,
  elements: z.array(richTextElement).min(1),
});
const cell = oneOf(
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  richText,
);
const rows = z
  .array(z.array(cell).min(1).max(20))
  .min(1)
  .max(100)
  .refine(
    (allRows) => new Set(allRows.map((row) => row.length)).size <= 1,
    'all rows need the same number of cells',
  );
const column = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: optionalFlag,
});
const header = z.strictObject({ type: z.literal('header'), ...blockFields, text: plainText(150) });
const section = z
  .strictObject({
    type: z.literal('section'),
    ...blockFields,
    text: textObject(3000).optional(),
    fields: z.array(textObject(2000)).min(1).max(10).optional(),
    accessory: oneOf(button, overflow, staticSelect, radioButtons, imageElement).optional(),
    expand: optionalFlag,
  })
  .refine(
    ({ text: textValue, fields }) => textValue !== undefined || fields !== undefined,
    'needs text or fields',
  );
const context = z.strictObject({
  type: z.literal('context'),
  ...blockFields,
  elements: z
    .array(oneOf(plainText(2000), mrkdwn(2000), imageElement))
    .min(1)
    .max(10),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  ...blockFields,
  elements: z
    .array(oneOf(button, overflow, staticSelect, radioButtons))
    .min(1)
    .max(25),
});
const image = z
  .strictObject({
    type: z.literal('image'),
    ...blockFields,
    ...imageFields,
    title: plainText(2000).optional(),
  })
  .refine(hasOneSource, sourceProblem);
const divider = z.strictObject({ type: z.literal('divider'), ...blockFields });
const input = z.strictObject({
  type: z.literal('input'),
  ...blockFields,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: optionalFlag,
  dispatch_action: optionalFlag,
  element: oneOf(textInput, staticSelect, radioButtons),
});
const markdown = z.strictObject({ type: z.literal('markdown'), ...blockFields, text: text(12_000) });
const table = z.strictObject({
  type: z.literal('table'),
  ...blockFields,
  rows,
  column_settings: z.array(column).max(20).optional(),
});
const sharedBlocks = [header, section, context, actions, image, divider, input, richText];
/** A block of a message. */
export const messageBlockSchema = oneOf(...sharedBlocks, markdown, table);
/** Modals and the Home tab allow fewer kinds of block. */
const viewBlockSchema = oneOf(...sharedBlocks);
const viewFields = {
  blocks: z.array(viewBlockSchema).min(1).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: optionalId,
};
/** A modal or a Home tab. */
export const viewSchema = oneOf(
  z.strictObject({
    type: z.literal('modal'),
    ...viewFields,
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: optionalFlag,
    notify_on_close: optionalFlag,
  }),
  z.strictObject({ type: z.literal('home'), ...viewFields }),
);
/** Selects the schema by `type`, so that an error is about that schema only. */
function oneOf(...shapes) {
  return z.discriminatedUnion('type', shapes, { error: 'has a type that Slack does not allow here' });
}
