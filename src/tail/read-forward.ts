import type { Line } from '../parse/line.js';
import type { Gap, Position } from '../pipeline/checkpoint.js';
import { commit, type Generation, type Pass } from './file-generation.js';
import { LineCutter } from './line-splitter.js';
import { type LogFile, lookAgain, readAt } from './log-file.js';

const chunkBytes = 256 * 1024;
/** Shared by all reads: what is read is cut into lines before anything else runs. */
const block = Buffer.allocUnsafe(chunkBytes + 1_024);

/** A file that seems unchanged is believed for so long, then the bytes before the offset are compared again. */
const proofMs = 10_000;

/**
 * Reads a generation on from its position to the end of its file, a chunk at a time. Every read overlaps what was read
 * before: bytes that differ there tell that the file was truncated or rewritten, whatever its size.
 */
export async function* readOn(
  generation: Generation,
  file: LogFile,
  state: Position['state'],
  pass: Pass,
): AsyncGenerator<void, 'read' | 'rewritten'> {
  lookAgain(file);
  const seen = file.stamp;
  if (generation.settled !== seen) generation.grownAt = pass.now;
  else if (pass.now - generation.settledAt < proofMs) return 'read';
  if (!beginsAs(file, generation.position)) return 'rewritten';
  const cutter = generation.cutter ?? new LineCutter(generation.position.path, generation.position);
  generation.cutter = null;
  for (;;) {
    const bytes = bytesBehind(file, cutter);
    if (bytes === null) return 'rewritten';
    if (bytes.length === 0) break;
    const lines = cutter.cut(bytes);
    lookAgain(file);
    const { mark } = cutter;
    if (mark.offset > generation.position.offset)
      commit(generation, mark, state, lines, cutter.readTo >= file.size, pass);
    pass.bytes += bytes.length;
    generation.cutter = cutter.skipping ? cutter : null;
    yield;
  }
  generation.settled = seen;
  generation.settledAt = pass.now;
  return 'read';
}

/** Takes the last piece, without a line feed, of a generation that nobody writes to any more, and closes the account. */
export function finish(generation: Generation, file: LogFile | null, pass: Pass, gap?: Gap): void {
  const cutter = new LineCutter(generation.position.path, generation.position);
  const lines: Line[] = [];
  for (let bytes = next(); bytes?.length; bytes = next()) lines.push(...cutter.cut(bytes));
  lines.push(...cutter.end());
  commit(generation, cutter.mark, 'done', lines, true, pass, gap);
  generation.cutter = null;

  function next(): Buffer | null {
    return file && bytesBehind(file, cutter);
  }
}

/** Puts a generation behind the last line that its file holds now, without reading the lines out. */
export async function* passOver(
  generation: Generation,
  file: LogFile,
  state: Position['state'],
  pass: Pass,
): AsyncGenerator<void> {
  const cutter = new LineCutter(generation.position.path);
  const { size } = file;
  while (cutter.readTo < size) {
    const bytes = readAt(file, cutter.readTo, Math.min(chunkBytes, size - cutter.readTo), block);
    if (bytes.length === 0) break;
    cutter.pass(bytes);
    yield;
  }
  commit(generation, cutter.mark, state, [], true, pass);
}

/** Whether a file holds what was committed of a generation: its first bytes, and those before the offset. */
export function holds(file: LogFile, position: Position): boolean {
  if (file.size < position.offset || !beginsAs(file, position)) return false;
  const tail = Buffer.from(position.tail, 'base64');
  return readAt(file, position.offset - tail.length, tail.length).equals(tail);
}

function beginsAs(file: LogFile, { head }: Position): boolean {
  const bytes = Buffer.from(head, 'base64');
  return readAt(file, 0, bytes.length).equals(bytes);
}

/** The next bytes for the cutter; null when those before them are not the ones that it saw. */
function bytesBehind(file: LogFile, { before, readTo }: LineCutter): Buffer | null {
  const bytes = readAt(file, readTo - before.length, before.length + chunkBytes, block);
  return bytes.subarray(0, before.length).equals(before) ? bytes.subarray(before.length) : null;
}
