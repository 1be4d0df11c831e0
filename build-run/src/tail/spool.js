import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { detectCompression, readDecompressed } from './archive.js';
import { closeLogFile, getErrorReason, openLogFile, ReadError } from './log-file.js';

/** The temporary directory that holds standard input until the process ends. */
let standardInput;
/** Opens what has been written to standard input, once it has ended. */
export async function openStandardInput() {
  standardInput ??= keepStandardInput();
  return openLogFile(join(await standardInput, spoolName), 'refuse');
}
async function keepStandardInput() {
  const directory = createDirectory();
  process.once('exit', () => removeDirectory(directory));
  await writeSpool(directory, process.stdin, 'standard input');
  return directory;
}
/** The temporary directories that hold logs which are no files, by name, until the process ends. */
const kept = new Map();
/** Keeps what a log that is no file holds, so that it can be read like a file; replaces what was kept under that name. */
export async function keepLog(name, source) {
  const directory = createDirectory();
  process.once('exit', () => removeDirectory(directory));
  await writeSpool(directory, source, name);
  kept.set(name, directory);
}
/** Opens what was kept under a name; null if nothing was. */
export function openKept(name) {
  const directory = kept.get(name);
  return directory === undefined ? null : openLogFile(join(directory, spoolName), 'refuse');
}
/** Opens a log so that it can be read at any offset: itself, or a temporary file with its decompressed content. */
export async function openDecompressed(file) {
  if (detectCompression(file) === 'plain') return file;
  const directory = createDirectory();
  try {
    await writeSpool(directory, readDecompressed(file), file.path);
    return openLogFile(join(directory, spoolName), 'refuse');
  } finally {
    removeDirectory(directory);
    closeLogFile(file);
  }
}
const spoolName = 'log';
const createDirectory = () => mkdtempSync(join(tmpdir(), 'badgateway-'));
const removeDirectory = (directory) => rmSync(directory, { recursive: true, force: true });
async function writeSpool(directory, source, name) {
  try {
    await pipeline(source, createWriteStream(join(directory, spoolName), { mode: 0o600 }));
  } catch (error) {
    const why = getErrorReason(error);
    if (why !== 'ENOSPC') throw error;
    throw new ReadError(
      `Cannot keep ${name} in ${tmpdir()}: the disk is full; set TMPDIR to another directory`,
      {
        cause: error,
      },
    );
  }
}
