import { type BlockKitViolation, validateMessage } from '../../../src/slack/block-kit-limits.js';
import type { BlockElement, SentMessage, Workspace } from './workspace.js';

/** Looks at a message as Slack and its readers would; notes what is wrong and answers what Slack would refuse. */
export function rejectInvalidMessage(
  workspace: Workspace,
  method: string,
  message: SentMessage,
): readonly BlockKitViolation[] {
  const faults = validateMessage(message);
  const notes = [
    ...faults.map(({ code, pointer, problem }) => `${code} at ${pointer}: ${problem}`),
    ...collectTexts(message)
      .flatMap(findMentions)
      .filter((mention) => !workspace.mentionableUsers.has(mention))
      .map((mention) => `would call ${mention}`),
  ];
  workspace.violations.push(...notes.map((note) => `${method}: ${note}`));
  return faults;
}

const collectTexts = ({ text, blocks, attachments }: SentMessage): readonly string[] => [
  text,
  ...[...blocks, ...attachments.flatMap((bar) => bar.blocks ?? [])].flatMap(collectInterpretedTexts),
];

/** Everybody whom a text would call: `U0ANNA001`, `!channel`, `!subteam^S1`. */
export const findMentions = (text: string): string[] =>
  [...text.matchAll(/<@([^|>]*)|<(!(?!date)[^|>]*)/g)].map(([, user, group]) => user ?? group ?? '');

/** The texts in which Slack reads control sequences, code spans and fences included. */
export function collectInterpretedTexts(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, text } = node as Partial<BlockElement>; // any object of a message; both are looked at before use
  const ownText = (type === 'mrkdwn' || type === 'markdown') && typeof text === 'string' ? [text] : [];
  return [...ownText, ...Object.values(node).flatMap(collectInterpretedTexts)];
}
