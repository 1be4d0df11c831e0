import { type Fault, faultsIn } from '../../../src/slack/block-kit-limits.js';
import type { Node, Wire, Workspace } from './workspace.js';

/** Looks at a message as Slack and its readers would; notes what is wrong and answers what Slack would refuse. */
export function scrutinize(workspace: Workspace, where: string, said: Wire): readonly Fault[] {
  const faults = faultsIn(said);
  const notes = [
    ...faults.map(({ error, pointer, problem }) => `${error} at ${pointer}: ${problem}`),
    ...spokenIn(said)
      .flatMap(mentionsIn)
      .filter((mention) => !workspace.mentionable.has(mention))
      .map((mention) => `would call ${mention}`),
  ];
  workspace.faults.push(...notes.map((note) => `${where}: ${note}`));
  return faults;
}

const spokenIn = ({ text, blocks, attachments }: Wire): readonly string[] => [
  text,
  ...[...blocks, ...attachments.flatMap((bar) => bar.blocks ?? [])].flatMap(interpreted),
];

/** Everybody whom a text would call: `U0ANNA001`, `!channel`, `!subteam^S1`. */
export const mentionsIn = (spoken: string): string[] =>
  [...spoken.matchAll(/<@([^|>]*)|<(!(?!date)[^|>]*)/g)].map(([, user, group]) => user ?? group ?? '');

/** The texts in which Slack reads control sequences, code spans and fences included. */
export function interpreted(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const { type, text } = node as Partial<Node>; // any object of a message; both are looked at before use
  const own = (type === 'mrkdwn' || type === 'markdown') && typeof text === 'string' ? [text] : [];
  return [...own, ...Object.values(node).flatMap(interpreted)];
}
