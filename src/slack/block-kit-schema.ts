import { z } from 'zod';

/**
 * What Slack takes, block by block, with its limits: https://docs.slack.dev/reference/block-kit/blocks.
 * Only blocks that this bot may send are listed; anything else is a mistake.
 */

const text = (charsMax: number) => z.string().min(1).max(charsMax);
const id = text(255).optional();
const flag = z.boolean().optional();
const url = text(3000).regex(/^https?:\/\//, 'must start with http:// or https://');

const plain = (charsMax: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(charsMax), emoji: flag });
const mrkdwn = (charsMax: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(charsMax), verbatim: flag });
const words = (charsMax: number) => oneOf(plain(charsMax), mrkdwn(charsMax));

const slackFile = z.strictObject({ id: z.string().regex(/^F[A-Z0-9]{8,}$/) });
const picture = { alt_text: text(2000), image_url: url.optional(), slack_file: slackFile.optional() };
const hasOneSource = ({ image_url, slack_file }: { image_url?: unknown; slack_file?: unknown }) =>
  (image_url === undefined) !== (slack_file === undefined);
const sourceProblem = 'needs either image_url or slack_file';
const imageElement = z
  .strictObject({ type: z.literal('image'), ...picture })
  .refine(hasOneSource, sourceProblem);

const style = z.enum(['primary', 'danger']).optional();
const confirm = z
  .strictObject({
    title: plain(100),
    text: words(300),
    confirm: plain(30).optional(),
    deny: plain(30).optional(),
    style,
  })
  .optional();
const option = z.strictObject({
  text: words(75),
  value: text(150),
  description: words(75).optional(),
  url: url.optional(),
});
const options = (least: number, most: number) => z.array(option).min(least).max(most);
const acts = { action_id: id, confirm };
const asks = { ...acts, focus_on_load: flag, placeholder: plain(150).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  ...acts,
  text: plain(75),
  value: text(2000).optional(),
  url: url.optional(),
  style,
  accessibility_label: text(75).optional(),
});
const overflow = z.strictObject({ type: z.literal('overflow'), ...acts, options: options(2, 5) });
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...asks,
  options: options(1, 100),
  initial_option: option.optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...acts,
  focus_on_load: flag,
  options: options(1, 10),
  initial_option: option.optional(),
});
const textInput = z.strictObject({
  type: z.literal('plain_text_input'),
  ...asks,
  multiline: flag,
  initial_value: z.string().max(3000).optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
});

const letters = z
  .strictObject({ bold: flag, italic: flag, strike: flag, code: flag, underline: flag })
  .optional();
const literal = z.strictObject({ type: z.literal('text'), text: z.string().min(1), style: letters });
const link = z.strictObject({ type: z.literal('link'), url, text: z.string().optional(), style: letters });
const user = z.strictObject({ type: z.literal('user'), user_id: text(255), style: letters });
const group = z.strictObject({ type: z.literal('usergroup'), usergroup_id: text(255), style: letters });
const emoji = z.strictObject({ type: z.literal('emoji'), name: text(255), style: letters });
const date = z.strictObject({
  type: z.literal('date'),
  timestamp: z.int(),
  format: text(255),
  fallback: text(255).optional(),
  style: letters,
});
const inline = oneOf(literal, link, user, group, emoji, date);
const richSection = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inline).min(1),
});
const border = z.union([z.literal(0), z.literal(1)]).optional();
const richPart = oneOf(
  richSection,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(richSection).min(1),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1), border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(oneOf(literal, link)).min(1),
    border,
  }),
);

const block = { block_id: id };
const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...block,
  elements: z.array(richPart).min(1),
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
  .refine((all) => new Set(all.map((row) => row.length)).size <= 1, 'all rows need the same number of cells');
const column = z.strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: flag });

const header = z.strictObject({ type: z.literal('header'), ...block, text: plain(150) });
const section = z
  .strictObject({
    type: z.literal('section'),
    ...block,
    text: words(3000).optional(),
    fields: z.array(words(2000)).min(1).max(10).optional(),
    accessory: oneOf(button, overflow, staticSelect, radioButtons, imageElement).optional(),
    expand: flag,
  })
  .refine(({ text: said, fields }) => said !== undefined || fields !== undefined, 'needs text or fields');
const context = z.strictObject({
  type: z.literal('context'),
  ...block,
  elements: z
    .array(oneOf(plain(2000), mrkdwn(2000), imageElement))
    .min(1)
    .max(10),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  ...block,
  elements: z
    .array(oneOf(button, overflow, staticSelect, radioButtons))
    .min(1)
    .max(25),
});
const image = z
  .strictObject({ type: z.literal('image'), ...block, ...picture, title: plain(2000).optional() })
  .refine(hasOneSource, sourceProblem);
const divider = z.strictObject({ type: z.literal('divider'), ...block });
const input = z.strictObject({
  type: z.literal('input'),
  ...block,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: flag,
  dispatch_action: flag,
  element: oneOf(textInput, staticSelect, radioButtons),
});
const markdown = z.strictObject({ type: z.literal('markdown'), ...block, text: text(12_000) });
const table = z.strictObject({
  type: z.literal('table'),
  ...block,
  rows,
  column_settings: z.array(column).max(20).optional(),
});

const everywhere = [header, section, context, actions, image, divider, input, richText] as const;
/** A block that may stand in a message. */
export const messageBlock = oneOf(...everywhere, markdown, table);
/** Modals and the Home tab take fewer kinds. */
const viewBlock = oneOf(...everywhere);

const common = {
  blocks: z.array(viewBlock).min(1).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: id,
};
/** A modal or a Home tab. */
export const viewShape = oneOf(
  z.strictObject({
    type: z.literal('modal'),
    ...common,
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: flag,
    notify_on_close: flag,
  }),
  z.strictObject({ type: z.literal('home'), ...common }),
);

/** Picks the shape by `type`, so that a mistake is told about that shape alone. */
function oneOf<
  const Shapes extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(...shapes: Shapes) {
  return z.discriminatedUnion('type', shapes, { error: 'has a type that Slack does not take here' });
}
