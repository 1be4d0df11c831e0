import { hourMs } from '../base/duration.js';
export const uploadContents = ['page', 'charts'];
/** Sends the next waiting upload. True when there was one: call again. */
export async function sendNextUpload(queue, uploader, buildFiles, clock) {
  const upload = queue.nextUpload(clock());
  if (upload === undefined) return false;
  const { id, ts } = upload;
  const files = await buildFiles(upload).catch(toUploadFailure);
  if ('type' in files) await recordUploadResult(upload, files, queue, uploader, clock());
  else if (files.length === 0) await queue.markUploadSent(id);
  else {
    const prepared = await uploader.prepare(files);
    if (prepared.type !== 'prepared') await recordUploadResult(upload, prepared, queue, uploader, clock());
    else {
      await queue.markUploadSending(id);
      await recordUploadResult(upload, await prepared.publish(ts), queue, uploader, clock());
    }
  }
  return true;
}
const toUploadFailure = (error) => ({
  type: 'later',
  retryAfterMs: null,
  why: `they could not be created (${error instanceof Error ? error.message : String(error)})`,
});
async function recordUploadResult({ id, ts, attempts, createdAt }, result, queue, uploader, now) {
  const giveUp = async (why) => {
    await queue.dropUploads(id, why);
    await uploader.reportFailure(why, ts);
  };
  switch (result.type) {
    case 'delivered':
      return queue.markUploadSent(id);
    case 'unknown':
      // They may have arrived. Missing files can be requested again; duplicates cannot be removed.
      return queue.markUploadSent(id);
    case 'later': {
      const pauseMs = Math.max(result.retryAfterMs ?? 0, Math.min(firstPauseMs * 2 ** attempts, pauseMsMax));
      return now + pauseMs > createdAt + waitMsMax
        ? giveUp(result.why)
        : queue.postponeUpload(id, now + pauseMs, result.why);
    }
    case 'refused':
      return giveUp(result.why);
  }
}
const firstPauseMs = 30_000;
const pauseMsMax = hourMs;
/** Later than this nobody needs the files; they can still be requested. */
const waitMsMax = 6 * hourMs;
