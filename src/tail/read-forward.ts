import type { Line } from '../parse/line.js';
import type { DataLoss, FileCheckpoint } from '../pipeline/checkpoint.js';
import { commitChunk, type FileGeneration, type PollContext } from './file-generation.js';
import { createSplitter } from './gzip-splitter.js';
import { type Splitter, startPosition } from './line-splitter.js';
import { type LogFile, readBytes, refreshStats } from './log-file.js';

const chunkBytes = 256 * 1024;
/** Enough to tell how a log is written. */
const firstBytesMax = 8;
/** Shared by all reads: each block is split into lines before anything else runs. */
const readBuffer = Buffer.allocUnsafe(chunkBytes + 1_024);

/** A file with an unchanged stamp is trusted for this long, then the bytes before the offset are compared again. */
const recheckMs = 10_000;

/**
 * Reads a generation from its checkpoint to the end of its file, a chunk at a time. Every read overlaps what was read
 * before: bytes that differ there mean the file was truncated or rewritten, whatever its size.
 */
export async function* readForward(
  generation: FileGeneration,
  file: LogFile,
  state: FileCheckpoint['state'],
  context: PollContext,
): AsyncGenerator<void, 'read' | 'rewritten'> {
  refreshStats(file);
  const stampBefore = file.stamp;
  if (generation.fullyReadStamp !== stampBefore) generation.grownAt = context.now;
  else if (context.now - generation.fullyReadAt < recheckMs) return 'read';
  if (!matchesHead(file, generation.checkpoint)) return 'rewritten';
  const splitter = takeSplitter(generation, file);
  for (;;) {
    const bytes = readNextBytes(file, splitter);
    if (bytes === null) return 'rewritten';
    if (bytes.length === 0) break;
    const lines = splitter.split(bytes);
    refreshStats(file);
    const { readPosition } = splitter;
    if (readPosition.offset > generation.checkpoint.offset)
      commitChunk(generation, readPosition, state, lines, splitter.readOffset >= file.size, context, {
        ...describeDamage(generation, splitter, context),
      });
    context.bytes += bytes.length;
    generation.splitter = splitter.isFarAhead ? splitter : null;
    yield;
  }
  generation.splitter = splitter.isFarAhead ? splitter : null;
  generation.fullyReadStamp = stampBefore;
  generation.fullyReadAt = context.now;
  return 'read';
}

/** Finishes a generation that nobody writes to any more, including a last line without a line feed. */
export function finishGeneration(
  generation: FileGeneration,
  file: LogFile | null,
  context: PollContext,
  dataLoss?: DataLoss,
): void {
  const splitter = takeSplitter(generation, file);
  const lines: Line[] = [];
  for (let bytes = readNext(); bytes?.length; bytes = readNext()) lines.push(...splitter.split(bytes));
  lines.push(...splitter.flush());
  const damage = describeDamage(generation, splitter, context);
  commitChunk(
    generation,
    splitter.readPosition,
    'done',
    lines,
    true,
    context,
    dataLoss ? { dataLoss } : damage,
  );

  function readNext(): Buffer | null {
    return file && readNextBytes(file, splitter);
  }
}

/** A refused chunk is split again from the checkpoint, so the splitter is kept only once its lines are committed. */
function takeSplitter(generation: FileGeneration, file: LogFile | null): Splitter {
  const { checkpoint } = generation;
  const firstBytes = file === null ? Buffer.alloc(0) : readBytes(file, 0, firstBytesMax);
  const splitter = generation.splitter ?? createSplitter(checkpoint.path, checkpoint, firstBytes);
  generation.splitter = null;
  return splitter;
}

/** The loss of what a writer compressed and nobody can decompress, such as what a crash cut off. */
export function describeDamage(
  { checkpoint: { path } }: FileGeneration,
  splitter: Splitter,
  { now }: PollContext,
): { readonly dataLoss?: DataLoss } {
  const bytes = splitter.takeDamagedBytes();
  return bytes === 0 ? {} : { dataLoss: { path, at: now, bytes, why: 'damaged compressed lines' } };
}

/** Moves a new generation past the last line that its file holds before an offset, without decoding the lines. */
export async function* skipLines(
  generation: FileGeneration,
  file: LogFile,
  state: FileCheckpoint['state'],
  end: number,
  context: PollContext,
): AsyncGenerator<void> {
  const splitter = createSplitter(
    generation.checkpoint.path,
    startPosition,
    readBytes(file, 0, firstBytesMax),
  );
  while (splitter.readOffset < end) {
    const bytes = readBytes(
      file,
      splitter.readOffset,
      Math.min(chunkBytes, end - splitter.readOffset),
      readBuffer,
    );
    if (bytes.length === 0) break;
    splitter.skip(bytes);
    yield;
  }
  commitChunk(generation, splitter.readPosition, state, [], end === file.size, context);
}

/** Returns true when a file matches the fingerprint of a checkpoint: its first bytes, and those before the offset. */
export function matchesCheckpoint(file: LogFile, checkpoint: FileCheckpoint): boolean {
  if (file.size < checkpoint.offset || !matchesHead(file, checkpoint)) return false;
  const tail = Buffer.from(checkpoint.tail, 'base64');
  return readBytes(file, checkpoint.offset - tail.length, tail.length).equals(tail);
}

function matchesHead(file: LogFile, { head }: FileCheckpoint): boolean {
  const bytes = Buffer.from(head, 'base64');
  return readBytes(file, 0, bytes.length).equals(bytes);
}

/** The next bytes for the splitter; null when the bytes before them are not the ones it has seen. */
function readNextBytes(file: LogFile, { previousBytes, readOffset }: Splitter): Buffer | null {
  const bytes = readBytes(
    file,
    readOffset - previousBytes.length,
    previousBytes.length + chunkBytes,
    readBuffer,
  );
  return bytes.subarray(0, previousBytes.length).equals(previousBytes)
    ? bytes.subarray(previousBytes.length)
    : null;
}
