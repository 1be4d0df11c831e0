import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import { formatDuration } from '../base/format-number.js';
import { truncate } from '../base/printable.js';
import { describeError, findNetworkCode, readPlatformCode } from './error-text.js';

/** Slack did not accept the bytes of a file. */
class UploadError extends Error {
  name = 'UploadError';
}
/** Uploads the bytes, one file at a time. */
export async function uploadFiles(web, files, timeoutMs = uploadTimeoutMs) {
  const uploaded = [];
  for (const file of files) uploaded.push({ id: await uploadBytes(web, file, timeoutMs), file });
  return uploaded;
}
/** Shares uploaded files in a channel or thread. */
export const publishFiles = (web, uploaded, destination) => completeUpload(web, uploaded, destination);
/**
 * Returns blocks that show uploaded pictures; a picture stays private until a message with its block is posted. The
 * alternative text is set on the block, because Slack sometimes accepts an upload with `alt_txt` and never shows it.
 */
export async function buildImageBlocks(web, uploaded) {
  await completeUpload(web, uploaded);
  return uploaded.map(({ id, file: { title, alt } }) => ({
    type: 'image',
    slack_file: { id },
    alt_text: truncate(alt ?? title, imageTextCharsMax),
    title: { type: 'plain_text', text: truncate(title, imageTextCharsMax), emoji: false },
  }));
}
/** Retries while Slack still processes a picture: until that is done it refuses messages that show it. */
export async function showWhenReady(show, isNotReady, retryPausesMs = defaultRetryPausesMs) {
  for (const pauseMs of retryPausesMs) {
    try {
      return await show();
    } catch (error) {
      if (!isNotReady(error)) throw error;
    }
    await sleep(pauseMs);
  }
  return show();
}
/** Returns the reason for a failed upload, worded for the person who asked for the file. */
export function describeUploadError(error) {
  const code = error instanceof WebAPIPlatformError ? readPlatformCode(error) : '';
  return uploadAdviceByCode[code] ?? (error instanceof UploadError ? error.message : describeError(error));
}
const uploadAdviceByCode = {
  missing_scope:
    'the Slack app may not upload files: add the scope files:write and reinstall the app (see `badgateway manifest`)',
  not_in_channel: 'I am not in this channel: /invite me, or ask in a direct message',
  channel_not_found: 'I am not in this channel: /invite me, or ask in a direct message',
};
/** https://docs.slack.dev/reference/block-kit/blocks/image-block */
const imageTextCharsMax = 2_000;
const defaultRetryPausesMs = [500, 1_000, 2_000, 4_000, 8_000];
const uploadTimeoutMs = 30_000;
/** Returns the file id. The upload address is itself a secret, so no token is sent to it. */
async function uploadBytes(web, { fileName, bytes }, timeoutMs) {
  const { upload_url, file_id } = await web.files.getUploadURLExternal({
    filename: fileName,
    length: bytes.length,
  });
  if (upload_url === undefined || file_id === undefined)
    throw new UploadError('Slack returned no upload address');
  const response = await fetch(upload_url, {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error) => {
    if (findNetworkCode(error) !== 'timeout') throw error;
    throw new UploadError(`Slack did not take the file within ${formatDuration(timeoutMs)}`);
  });
  await response.body?.cancel();
  if (!response.ok) throw new UploadError(`Slack refused the file (HTTP ${response.status})`);
  return file_id;
}
async function completeUpload(web, uploaded, destination) {
  const [first, ...more] = uploaded.map(({ id, file: { title } }) => ({ id, title }));
  if (first === undefined) return;
  const files = [first, ...more];
  if (destination === undefined) await web.files.completeUploadExternal({ files });
  else if (destination.thread === null)
    await web.files.completeUploadExternal({ files, channel_id: destination.channel });
  else
    await web.files.completeUploadExternal({
      files,
      channel_id: destination.channel,
      thread_ts: destination.thread,
    });
}
