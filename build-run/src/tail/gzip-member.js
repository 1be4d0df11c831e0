import { constants, inflateRawSync } from 'node:zlib';
import { getErrorReason } from './log-file.js';

const headerBytes = 10;
const trailerBytes = 8;
/** More than any log writer compresses at once. */
const contentBytesMax = 4 * 2 ** 20;
const flags = { headerCheck: 2, extra: 4, name: 8, comment: 16 };
/** The first bytes of every gzip member. */
export const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);
/** Decompresses the gzip member that some bytes begin with. */
export function readGzipMember(bytes) {
  if (!bytes.subarray(0, gzipMagic.length).equals(gzipMagic.subarray(0, bytes.length))) return 'damaged';
  const start = findContentStart(bytes);
  if (start === null) return 'incomplete';
  try {
    const { content, consumed } = inflate(bytes.subarray(start));
    const length = start + consumed + trailerBytes;
    if (length > bytes.length) return 'incomplete';
    return bytes.readUInt32LE(length - 4) === content.length ? { content, length } : 'damaged';
  } catch (error) {
    const reason = getErrorReason(error);
    if (reason === 'Z_BUF_ERROR') return 'incomplete';
    return reason === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'damaged';
  }
}
function inflate(bytes) {
  const options = { info: true, maxOutputLength: contentBytesMax, finishFlush: constants.Z_FINISH };
  // With `info` the engine is returned as well, which the types of Node leave out.
  const { buffer, engine } = inflateRawSync(bytes, options);
  return { content: buffer, consumed: engine.bytesWritten };
}
/** Offset behind the header; null when the bytes end in it. */
function findContentStart(bytes) {
  if (bytes.length < headerBytes) return null;
  const present = bytes[3] ?? 0;
  let start = headerBytes;
  if ((present & flags.extra) !== 0) {
    if (bytes.length < start + 2) return null;
    start += 2 + bytes.readUInt16LE(start);
  }
  for (const flag of [flags.name, flags.comment]) {
    if ((present & flag) === 0) continue;
    const end = bytes.indexOf(0, start);
    if (end < 0) return null;
    start = end + 1;
  }
  if ((present & flags.headerCheck) !== 0) start += 2;
  return start < bytes.length ? start : null;
}
