import { hourMs } from '../base/duration.js';
import type { FileContent } from '../render/file-content.js';
import type { DeliveryResult } from './channel.js';
import type { MaybeAsync } from './outbox.js';

/** Files that follow a report into its thread. They travel apart from its message, which waits for nothing. */
export type Upload = {
  readonly id: number;
  /** The day of the report, or `week-2026-11-21`. */
  readonly reportDay: string;
  readonly content: UploadContent;
  /** Where the report stands in the channel. */
  readonly ts: string;
  /** Tries that failed. */
  readonly attempts: number;
  readonly createdAt: number;
};

export const uploadContents = ['page', 'charts'] as const;
export type UploadContent = (typeof uploadContents)[number];

/** The parcels that wait. Implemented by `store/`. */
export type UploadReader = {
  /** The first whose report stands in the channel and that may be tried now. */
  nextUpload(now: number): Upload | undefined;
};

/** What became of parcels; each is committed when its call returns. Implemented by `store/`. */
export type UploadWriter = {
  /** Committed before it can be seen. What is on its way when the program dies is never sent again. */
  markUploadSending(id: number): void;
  markUploadSent(id: number): void;
  postponeUpload(id: number, notBefore: number, why: string): void;
  /** Gives up on all that still waits for the same report. */
  dropUploads(id: number, why: string): void;
};

/** Takes files into a thread of the channel. */
export interface Uploader {
  /** Takes them as far as they can go without being seen. */
  prepare(files: readonly FileContent[]): Promise<PreparedUpload | UploadFailure>;
  /** Says there why files will not come. */
  reportFailure(why: string, thread: string): Promise<unknown>;
}
export type PreparedUpload = {
  readonly type: 'prepared';
  readonly publish: (thread: string) => Promise<DeliveryResult>;
};
export type UploadFailure = Extract<DeliveryResult, { type: 'later' | 'refused' }>;

export type UploadQueue = UploadReader & MaybeAsync<UploadWriter>;

/** Sends one waiting parcel. True when there was one: call again. */
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
  retryAfterMs: 0,
  why: `they could not be made (${error instanceof Error ? error.message : String(error)})`,
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
      // It may be there: files that are missing can be asked for, files that are there twice cannot be taken away.
      return queue.markUploadSent(id);
    case 'later': {
      const pauseMs = Math.max(result.retryAfterMs, Math.min(firstPauseMs * 2 ** attempts, pauseMsMax));
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
/** In the afternoon nobody looks for the files of the morning; whoever does can ask for them. */
const waitMsMax = 6 * hourMs;
