import { hourMs } from '../base/duration.js';
import type { FileContent } from '../render/file-content.js';
import type { DeliveryResult } from './channel.js';
import type { MaybeAsync } from './outbox.js';

/** Files uploaded to a report's thread, separately from its message, which does not wait for them. */
export type Upload = {
  readonly id: number;
  /** The day of the report, or `week-2026-11-21`. */
  readonly reportDay: string;
  readonly content: UploadContent;
  /** The `ts` of the report's message. */
  readonly ts: string;
  /** Failed attempts. */
  readonly attempts: number;
  readonly createdAt: number;
};

export const uploadContents = ['page', 'charts'] as const;
export type UploadContent = (typeof uploadContents)[number];

/** Uploads waiting to be sent. Implemented by `storage/`. */
export type UploadReader = {
  /** The first upload that is due and whose report has been posted. */
  nextUpload(now: number): Upload | undefined;
};

/** Records upload results; every call commits before it returns. Implemented by `storage/`. */
export type UploadWriter = {
  /** Called before the files become visible: an upload interrupted by a crash is never repeated. */
  markUploadSending(id: number): void;
  markUploadSent(id: number): void;
  postponeUpload(id: number, notBefore: number, why: string): void;
  /** Drops every waiting upload of the same report. */
  dropUploads(id: number, why: string): void;
};

/** Uploads files to a thread of the channel. */
export interface Uploader {
  /** Uploads the bytes; nobody sees the files before `publish`. */
  prepare(files: readonly FileContent[]): Promise<PreparedUpload | UploadFailure>;
  /** Posts the reason an upload failed to that thread. */
  reportFailure(why: string, thread: string): Promise<unknown>;
}
export type PreparedUpload = {
  readonly type: 'prepared';
  readonly publish: (thread: string) => Promise<DeliveryResult>;
};
export type UploadFailure = Extract<DeliveryResult, { type: 'later' | 'refused' }>;

export type UploadQueue = UploadReader & MaybeAsync<UploadWriter>;

/** Sends the next waiting upload. True when there was one: call again. */
export async function sendNextUpload(
  queue: UploadQueue,
  uploader: Uploader,
  buildFiles: (upload: Upload) => Promise<readonly FileContent[]>,
  clock: () => number,
): Promise<boolean> {
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

const toUploadFailure = (error: unknown): UploadFailure => ({
  type: 'later',
  retryAfterMs: null,
  why: `they could not be created (${error instanceof Error ? error.message : String(error)})`,
});

async function recordUploadResult(
  { id, ts, attempts, createdAt }: Upload,
  result: DeliveryResult,
  queue: UploadQueue,
  uploader: Uploader,
  now: number,
): Promise<void> {
  const giveUp = async (why: string) => {
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
