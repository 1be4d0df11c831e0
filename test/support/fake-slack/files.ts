import { type Answer, type Arguments, done, refused } from './answer.js';
import type { Wire, Workspace } from './workspace.js';

/** A file in the workspace, from the moment its upload was announced. */
export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  bytes: Buffer | null;
  title: string | null;
  /** When its picture can be shown; files are worked on after their upload is completed. */
  readyAt: number | null;
};

/** `files.getUploadURLExternal`: where to bring so many bytes. */
export function announce(
  workspace: Workspace,
  root: string,
  { filename, length, alt_txt }: Arguments,
): Answer {
  const bytes = Number(length);
  if (typeof filename !== 'string' || filename === '' || !(bytes > 0)) return refused('invalid_arguments');
  // Slack has taken such uploads and then not shared them.
  if (alt_txt !== undefined)
    workspace.faults.push('files.getUploadURLExternal: alt_txt keeps files from being shared');
  const id = workspace.mintId('F');
  workspace.files.set(id, { id, name: filename, length: bytes, bytes: null, title: null, readyAt: null });
  return done({ upload_url: `${root}/upload/v1/${id}`, file_id: id });
}

/** What is brought to that address. Answers the status. */
export function receive(workspace: Workspace, id: string, bytes: Buffer, token: string | undefined): number {
  const file = workspace.files.get(id);
  if (file === undefined || file.bytes !== null) return 404;
  if (bytes.length !== file.length) return 400;
  if (token !== undefined)
    workspace.faults.push('upload: the token is told to an address that need not know it');
  file.bytes = bytes;
  return 200;
}

/** `files.completeUploadExternal`: shared in a channel, or private until a message shows it. */
export function complete(
  workspace: Workspace,
  { files, channel_id, thread_ts }: Arguments,
  barred: Answer | null,
): Answer {
  // The cast: what is missing in it is found below.
  const given = (files ?? []) as readonly { readonly id?: string; readonly title?: string }[];
  const found = given.flatMap(({ id }) => workspace.files.get(String(id)) ?? []);
  if (given.length === 0 || found.length < given.length) return refused('file_not_found');
  if (found.some(({ bytes }) => bytes === null)) return refused('file_update_failed');
  if (found.some(({ title }) => title !== null)) return refused('file_already_completed');
  if (channel_id !== undefined && barred !== null) return barred;
  const parent = thread_ts === undefined ? undefined : workspace.at(String(channel_id), String(thread_ts));
  if (thread_ts !== undefined && parent?.thread !== null) {
    // People's own messages are not kept here, and may be parents.
    if (parent !== undefined)
      workspace.faults.push('files.completeUploadExternal: thread_ts is that of a reply');
  }
  found.forEach((file, at) => {
    file.title = given[at]?.title ?? file.name;
    file.readyAt = performance.now() + workspace.filesReadyAfterMs;
  });
  if (channel_id !== undefined)
    workspace.add(String(channel_id), thread_ts === undefined ? null : String(thread_ts), {
      text: '',
      blocks: [],
      attachments: [],
      files: found.map(({ id }) => id),
    });
  return done({ files: found.map(({ id, title }) => ({ id, title })) });
}

/** Pictures of a message that Slack does not know, or not yet. */
export function unreadyPictures({ files }: Workspace, { blocks }: Wire): readonly string[] {
  return blocks.flatMap((block, at) => {
    const shown = (block['slack_file'] as { readonly id?: string } | undefined)?.id; // validated with the message
    if (shown === undefined) return [];
    const readyAt = files.get(shown)?.readyAt ?? Number.POSITIVE_INFINITY;
    return readyAt > performance.now()
      ? [`[ERROR] invalid slack file [json-pointer:/blocks/${at}/slack_file]`]
      : [];
  });
}
