import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageBlock } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { cut } from '../base/printable.js';
import type { ReadyFile } from '../render/attachment.js';
import { platformCode, whyItFailed } from './error-text.js';

/** Where a file is wanted. */
export type FilePlace = { readonly channel: string; readonly thread: string | null };

/** Slack would not take the bytes of a file. */
class UploadError extends Error {
  override readonly name = 'UploadError';
}

/** A file whose bytes are with Slack, where nobody sees it yet. */
export type Brought = { readonly id: string; readonly file: ReadyFile };

/** Brings the bytes to Slack, file by file. */
export async function bringAll(web: WebClient, files: readonly ReadyFile[]): Promise<readonly Brought[]> {
  const brought: Brought[] = [];
  for (const file of files) brought.push({ id: await bring(web, file), file });
  return brought;
}

/** Shares files in a channel, or in a thread there. */
export const share = (web: WebClient, brought: readonly Brought[], place: FilePlace): Promise<void> =>
  complete(web, brought, place);

/**
 * The blocks that show pictures, which stay private until a message has them. So they have alternative text: uploads
 * that bring theirs along are sometimes taken and never shown.
 */
export async function pictureBlocks(
  web: WebClient,
  brought: readonly Brought[],
): Promise<readonly ImageBlock[]> {
  await complete(web, brought);
  return brought.map(({ id, file: { title, alt } }) => ({
    type: 'image',
    slack_file: { id },
    alt_text: cut(alt ?? title, textCharsMax),
    title: { type: 'plain_text', text: cut(title, textCharsMax), emoji: false },
  }));
}

/** Slack works on a picture for a while before a message can show it; until then it refuses the message. */
export async function shownWhenReady<Answer>(
  show: () => Promise<Answer>,
  isTooSoon: (error: unknown) => boolean,
  pausesMs: readonly number[] = readyPausesMs,
): Promise<Answer> {
  for (const pause of pausesMs) {
    try {
      return await show();
    } catch (error) {
      if (!isTooSoon(error)) throw error;
    }
    await sleep(pause);
  }
  return show();
}

/** Why a file could not be brought, in words that whoever asked for it can do something about. */
export function whyNotBrought(error: unknown): string {
  const code = error instanceof WebAPIPlatformError ? platformCode(error) : '';
  return advice[code] ?? (error instanceof UploadError ? error.message : whyItFailed(error));
}

const advice: Readonly<Record<string, string>> = {
  missing_scope:
    'the Slack app may not upload files: give it the scope files:write and install it again (`badgateway manifest`)',
  not_in_channel: 'I am not in this channel: /invite me, or ask in a direct message',
  channel_not_found: 'I am not in this channel: /invite me, or ask in a direct message',
};

/** https://docs.slack.dev/reference/block-kit/blocks/image-block */
const textCharsMax = 2_000;
const readyPausesMs = [500, 1_000, 2_000, 4_000, 8_000];
const bringWithinMs = 30_000;

/** Answers the id of the file. The address that Slack gives is a secret of its own and needs no token. */
async function bring(web: WebClient, { fileName, bytes }: ReadyFile): Promise<string> {
  const { upload_url, file_id } = await web.files.getUploadURLExternal({
    filename: fileName,
    length: bytes.length,
  });
  if (upload_url === undefined || file_id === undefined)
    throw new UploadError('Slack gave no place to upload to');
  const response = await fetch(upload_url, {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
    signal: AbortSignal.timeout(bringWithinMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new UploadError(`Slack did not take the file (HTTP ${response.status})`);
  return file_id;
}

async function complete(web: WebClient, brought: readonly Brought[], place?: FilePlace): Promise<void> {
  const [first, ...more] = brought.map(({ id, file: { title } }) => ({ id, title }));
  if (first === undefined) return;
  const files: [typeof first, ...typeof more] = [first, ...more];
  if (place === undefined) await web.files.completeUploadExternal({ files });
  else if (place.thread === null)
    await web.files.completeUploadExternal({ files, channel_id: place.channel });
  else await web.files.completeUploadExternal({ files, channel_id: place.channel, thread_ts: place.thread });
}
