import { respondError, respondOk } from './answer.js';
/** `files.getUploadURLExternal`: returns an upload address. */
export function createUploadUrl(workspace, root, { filename, length, alt_txt }) {
  const bytes = Number(length);
  if (typeof filename !== 'string' || filename === '' || !(bytes > 0))
    return respondError('invalid_arguments');
  // Slack has accepted such uploads and then not shared them.
  if (alt_txt !== undefined)
    workspace.violations.push('files.getUploadURLExternal: alt_txt keeps files from being shared');
  const id = workspace.mintId('F');
  workspace.files.set(id, { id, name: filename, length: bytes, bytes: null, title: null, readyAt: null });
  return respondOk({ upload_url: `${root}/upload/v1/${id}`, file_id: id });
}
/** Stores uploaded bytes. Returns the HTTP status. */
export function receiveUpload(workspace, id, bytes, token) {
  const file = workspace.files.get(id);
  if (file === undefined || file.bytes !== null) return 404;
  if (bytes.length !== file.length) return 400;
  if (token !== undefined)
    workspace.violations.push('upload: the token was sent to the upload address, which does not need it');
  file.bytes = bytes;
  return 200;
}
/** `files.completeUploadExternal`: shared in a channel, or private until a message shows it. */
export function completeUpload(workspace, { files, channel_id, thread_ts }, channelError) {
  // The cast: missing fields are found below.
  const requested = files ?? [];
  const storedFiles = requested.flatMap(({ id }) => workspace.files.get(String(id)) ?? []);
  if (requested.length === 0 || storedFiles.length < requested.length) return respondError('file_not_found');
  if (storedFiles.some(({ bytes }) => bytes === null)) return respondError('file_update_failed');
  if (storedFiles.some(({ title }) => title !== null)) return respondError('file_already_completed');
  if (channel_id !== undefined && channelError !== null) return channelError;
  const parent =
    thread_ts === undefined ? undefined : workspace.findMessage(String(channel_id), String(thread_ts));
  if (thread_ts !== undefined && parent?.thread !== null) {
    // Messages of people are not stored here and may be parents.
    if (parent !== undefined)
      workspace.violations.push('files.completeUploadExternal: thread_ts is that of a reply');
  }
  storedFiles.forEach((file, index) => {
    file.title = requested[index]?.title ?? file.name;
    file.readyAt = performance.now() + workspace.filesReadyAfterMs;
  });
  if (channel_id !== undefined)
    workspace.addMessage(String(channel_id), thread_ts === undefined ? null : String(thread_ts), {
      text: '',
      blocks: [],
      attachments: [],
      files: storedFiles.map(({ id }) => id),
    });
  return respondOk({ files: storedFiles.map(({ id, title }) => ({ id, title })) });
}
/** Returns an error for each picture of a message that is unknown or not processed yet. */
export function findUnreadyImages({ files }, { blocks }) {
  return blocks.flatMap((block, index) => {
    const fileId = block['slack_file']?.id; // validated with the message
    if (fileId === undefined) return [];
    const readyAt = files.get(fileId)?.readyAt ?? Number.POSITIVE_INFINITY;
    return readyAt > performance.now()
      ? [`[ERROR] invalid slack file [json-pointer:/blocks/${index}/slack_file]`]
      : [];
  });
}
