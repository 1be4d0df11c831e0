import type { Line } from '../parse/line.js';
import type { Chunk, Position } from '../pipeline/checkpoint.js';
import { unpacked } from './archive.js';
import { LineCutter } from './line-splitter.js';
import { closeLog, type LogFile, openLog, ReadError, reasonOf } from './log-file.js';

/** Reads a finished log once, from its first line to its last: a plain file, `.gz`, `.zst`, `.xz`, `.bz2`, or `-` for standard input. */
export async function readWhole(path: string, digest: (chunk: Chunk) => void): Promise<void> {
  for await (const chunk of chunksOf(path)) digest(chunk);
}

/** The same as an iterator of lines, for whoever reads several logs side by side. */
export async function* linesOf(path: string): AsyncGenerator<readonly Line[]> {
  for await (const { lines } of chunksOf(path)) if (lines.length > 0) yield lines;
}

async function* chunksOf(path: string): AsyncGenerator<Chunk> {
  if (path === '-') yield* cutAll(path, nowhere, process.stdin);
  else {
    const file = opened(path);
    try {
      yield* cutAll(path, file.identity, unpacked(file));
    } finally {
      closeLog(file);
    }
  }
}

async function* cutAll(
  path: string,
  { dev, ino, born }: LogFile['identity'],
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Chunk> {
  const cutter = new LineCutter(path);
  const chunk = (lines: readonly Line[], state: Position['state']): Chunk => ({
    position: { path, dev, ino, born, ...cutter.mark, state },
    lines,
    atEnd: state === 'done',
  });
  for await (const bytes of source) yield chunk(cutter.cut(bytes), 'live');
  yield chunk(cutter.end(), 'done');
}

const nowhere = { dev: '0', ino: '0', born: '0' };

function opened(path: string): LogFile {
  try {
    return openLog(path, 'follow');
  } catch (error) {
    const why = reasonOf(error);
    throw new ReadError(`Cannot read ${path}: ${words[why] ?? why}`, { cause: error });
  }
}

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the name',
  EACCES: 'permission denied; join the group that may read it (often adm)',
  EISDIR: 'it is a directory; name the files in it',
};
