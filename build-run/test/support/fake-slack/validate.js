import { validateMessage } from '../../../src/slack/block-kit-limits.js';
/** Records everything wrong with a message for Slack or its readers. Returns what Slack would refuse. */
export function rejectInvalidMessage(workspace, method, message) {
  const refused = validateMessage(message);
  const notes = [
    ...refused.map(({ code, pointer, problem }) => `${code} at ${pointer}: ${problem}`),
    ...collectTexts(message)
      .flatMap(findMentions)
      .filter((mention) => !workspace.mentionableUsers.has(mention))
      .map((mention) => `would notify ${mention}`),
  ];
  workspace.violations.push(...notes.map((note) => `${method}: ${note}`));
  return refused;
}
const collectTexts = ({ text, blocks, attachments }) => [
  text,
  ...[...blocks, ...attachments.flatMap((bar) => bar.blocks ?? [])].flatMap(collectInterpretedTexts),
];
/** Everybody whom a text would notify: `U0ANNA001`, `!channel`, `!subteam^S1`. */
export const findMentions = (text) =>
  [...text.matchAll(/<@([^|>]*)|<(!(?!date)[^|>]*)/g)].map(([, user, group]) => user ?? group ?? '');
/** Texts in which Slack interprets `<…>`, code spans and fences included. */
export function collectInterpretedTexts(node) {
  if (typeof node !== 'object' || node === null) return [];
  const { type, text } = node; // any object of a message; both are checked before use
  const ownText = (type === 'mrkdwn' || type === 'markdown') && typeof text === 'string' ? [text] : [];
  return [...ownText, ...Object.values(node).flatMap(collectInterpretedTexts)];
}
