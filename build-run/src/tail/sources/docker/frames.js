import { lineBytesMax } from '../../line-splitter.js';
import { CappedBuffer } from '../capped-buffer.js';
/** What Docker sends is not what it documents, or it reports an error of its own within the log. */
export class FrameError extends Error {
  name = 'FrameError';
}
/** Room for a whole line and its time. */
const payloadBytesMax = lineBytesMax + 64;
const headerBytes = 8;
const lineFeed = 10;
const systemError = 3;
/** Reads frames of eight bytes (stream, three zeros, length) and a payload. */
export function createMultiplexedReader() {
  const header = Buffer.alloc(headerBytes);
  let headerLength = 0;
  let missingBytes = 0;
  let payload = new CappedBuffer(payloadBytesMax);
  function push(bytes) {
    const frames = [];
    let from = 0;
    while (from < bytes.length) {
      if (headerLength < headerBytes) {
        const copied = bytes.copy(header, headerLength, from, from + headerBytes - headerLength);
        headerLength += copied;
        from += copied;
        if (headerLength < headerBytes) break;
        missingBytes = header.readUInt32BE(4);
        assertHeader(header);
      }
      const part = bytes.subarray(from, from + missingBytes);
      payload.append(part);
      from += part.length;
      missingBytes -= part.length;
      if (missingBytes > 0) break;
      addFrame(frames);
    }
    return frames;
  }
  function addFrame(frames) {
    const content = payload.take();
    const isPartial = payload.lastByte !== lineFeed;
    const stream = header[0];
    headerLength = 0;
    payload = new CappedBuffer(payloadBytesMax);
    if (stream === systemError)
      throw new FrameError(`Docker reports: ${content.toString('utf8', 0, 200).trim()}`);
    if (content.length > 0)
      frames.push({
        stream: stream === 2 ? 'stderr' : 'stdout',
        payload: isPartial ? content : trimLineEnd(content),
        isPartial,
      });
  }
  return { push };
}
/** Reads the log of a container with a terminal: lines, all of standard output. */
export function createTerminalReader() {
  let line = new CappedBuffer(payloadBytesMax);
  return {
    push(bytes) {
      const frames = [];
      let from = 0;
      for (let to = bytes.indexOf(lineFeed); to >= 0; to = bytes.indexOf(lineFeed, from)) {
        line.append(bytes.subarray(from, to));
        frames.push({ stream: 'stdout', payload: trimLineEnd(line.take()), isPartial: false });
        line = new CappedBuffer(payloadBytesMax);
        from = to + 1;
      }
      line.append(bytes.subarray(from));
      return frames;
    },
  };
}
function assertHeader(header) {
  if ((header[0] ?? 0) > systemError || header[1] !== 0 || header[2] !== 0 || header[3] !== 0)
    throw new FrameError('Docker sends a log in an unknown form');
}
function trimLineEnd(bytes) {
  let end = bytes.length;
  if (bytes[end - 1] === lineFeed) end -= 1;
  if (bytes[end - 1] === 13) end -= 1;
  return bytes.subarray(0, end);
}
