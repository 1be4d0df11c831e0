import { sectionCharsMax, validateMessage } from './block-kit-limits.js';
/**
 * Returns the payload of a message, as plain text if Slack would refuse its layout. Checked before sending, although
 * `render/blocks` cuts to the same limits: a `response_url` does not say why it refuses and accepts five messages, and
 * a refused post counts towards the one a second that a channel accepts. A check takes 0.3 ms.
 */
export function toSlackPayload(message, log) {
  const payload = addColourBar(message);
  const [violation] = validateMessage(payload);
  if (violation === undefined) return payload;
  log.warn(
    `Cannot send a message with its layout: ${violation.pointer} ${violation.problem}. Sent as plain text.`,
  );
  return addColourBar(toPlainMessage(message));
}
/** The message without its layout: always short enough and plain enough for Slack. */
export function toPlainMessage({ text, tone }) {
  const plainText = truncateMarkup(text.trim() === '' ? emptyMessageText : text);
  return {
    text: plainText,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: plainText, verbatim: true } },
      {
        type: 'context',
        elements: [{ type: 'plain_text', text: 'Shown as plain text: Slack refused the full layout.' }],
      },
    ],
    ...(tone === undefined ? {} : { tone }),
  };
}
/** The beginning of the text alone: the least that Slack can accept. An edit so replaces the blocks as well. */
export const toTextPayload = ({ text }) => ({
  text: truncateMarkup(text.trim() === '' ? emptyMessageText : text, shortTextCharsMax),
  blocks: [],
  attachments: [],
});
const shortTextCharsMax = 500;
/** Keeps a message from notifying, linking and unfurling on its own. */
export const noUnfurlOptions = {
  unfurl_links: false,
  unfurl_media: false,
  parse: 'none',
  link_names: false,
};
/**
 * Only attachments have a colour bar, and Slack collapses long ones, so only the last block goes into one. As the other
 * blocks stay outside, phones and search still show `text`.
 */
function addColourBar({ text, blocks, tone }) {
  const last = blocks.at(-1);
  if (tone === undefined || last?.type !== 'context' || blocks.length < 2) {
    return { text, blocks: [...blocks], attachments: [] };
  }
  return {
    text,
    blocks: blocks.slice(0, -1),
    attachments: [{ color: toneColours[tone], fallback: text, blocks: [last] }],
  };
}
const toneColours = {
  bad: '#c0392b',
  warning: '#d68910',
  good: '#1e8449',
  neutral: '#7f8c8d',
};
const emptyMessageText = 'badgateway has an update, but could not render it.';
/** Cuts between characters, and never inside `&amp;` or `<https://…>`, which would then mean something else. */
function truncateMarkup(text, charsMax = sectionCharsMax) {
  if (text.length <= charsMax) return text;
  const head = text.slice(0, charsMax - 1).replace(/[\uD800-\uDBFF]$/, '');
  const entity = head.lastIndexOf('&');
  const openBracket = head.lastIndexOf('<');
  const end = Math.min(
    entity > head.length - 5 && !head.includes(';', entity) ? entity : head.length,
    openBracket >= 0 && !head.includes('>', openBracket) ? openBracket : head.length,
  );
  const truncated = head.slice(0, end);
  // A text that is all one unclosed `<` has no link to protect, and cutting before it would leave nothing.
  return `${truncated.trim() === '' ? head.replaceAll('<', '‹') : truncated}…`;
}
