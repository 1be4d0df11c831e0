import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { getGenerationKey } from '../../src/pipeline/checkpoint.js';
import { hashFingerprints } from '../../src/pipeline/fingerprint.js';
import { createTailer } from '../../src/tail/tailer.js';
/** A directory with a writer, a tailer that follows its log, and a store that commits lines and checkpoint together. */
export class TailWorld {
  directory = mkdtempSync(join(tmpdir(), 'tail-'));
  path = this.pathTo('access.log');
  checkpoints = new Map();
  lines = [];
  dataLosses = [];
  /** Everything ever written, line by line. */
  written = [];
  now = Date.now();
  /** First lines of each new file. Two files that hold nothing else are indistinguishable. */
  banner = '';
  /** Turns what the writer flushes into bytes. */
  encode = (text) => text;
  /** Called before each chunk is accepted: throws to refuse it, or writes during a poll. */
  onChunk = () => {};
  #tail = null;
  #writer = null;
  #previousWriter = null;
  #options = { from: 'beginning' };
  /** Real time, as file timestamps are; `now` is simulated. */
  #polledAt = Date.now();
  constructor(options = {}) {
    this.#options = { ...this.#options, ...options };
  }
  /** Follows these globs from the next start on. */
  follow(globs) {
    this.#options = { ...this.#options, globs };
    return this;
  }
  pathTo(key) {
    return join(this.directory, key);
  }
  /** Polls once and returns the texts of the new lines. */
  async pollTexts() {
    const lineCount = this.lines.length;
    await this.poll();
    return this.lines.slice(lineCount).map(({ text }) => text);
  }
  async poll() {
    this.now += 1_000;
    this.#tail ??= createTailer({
      globs: [this.path],
      checkpoints: [...this.checkpoints.values()],
      from: 'beginning',
      lastStoredAt: this.#polledAt,
      ...this.#options,
    });
    this.#polledAt = Date.now();
    const result = await this.#tail.poll((chunk) => this.#accept(chunk), this.now);
    this.dataLosses.push(...result.dataLosses);
    const problem = result.problems.find(
      ({ why }) => why !== 'ENOENT' && !why.startsWith('the same file as'),
    );
    if (problem !== undefined) throw new Error(JSON.stringify(problem));
    return result;
  }
  #accept({ fileCheckpoint, lines }) {
    this.onChunk();
    const key = getGenerationKey(fileCheckpoint);
    const previousOffset = this.checkpoints.get(key)?.offset ?? 0;
    if (fileCheckpoint.offset < previousOffset)
      throw new Error(`offset went back from ${previousOffset} to ${fileCheckpoint.offset}`);
    const outsideLine = lines.find(
      ({ location }) => location.byte < previousOffset || location.byte >= fileCheckpoint.offset,
    );
    if (outsideLine !== undefined) throw new Error(`line outside its chunk: ${JSON.stringify(outsideLine)}`);
    // As the database does, so that a restart knows hashes alone.
    this.checkpoints.set(key, hashFingerprints(fileCheckpoint, 'key-of-this-world'));
    this.lines.push(...lines);
  }
  /** Restarts the tailer with nothing but the stored checkpoints. */
  async restart() {
    await this.stopTail();
    await this.pollTexts();
  }
  async stopTail() {
    await this.#tail?.close();
    this.#tail = null;
  }
  async dispose() {
    await this.stopTail();
    this.#closeWriters();
    rmSync(this.directory, { recursive: true, force: true });
  }
  append(count) {
    return this.appendRaw(this.encode(this.#makeLines(count)));
  }
  appendRaw(bytes) {
    writeAll(this.#openWriter(), bytes);
    return this;
  }
  appendLines(...lines) {
    this.written.push(...lines);
    return this.appendRaw(lines.map((line) => `${line}\n`).join(''));
  }
  /** Writes through the descriptor from before the last reopen. */
  appendToPrevious(count) {
    if (this.#previousWriter !== null) writeAll(this.#previousWriter, this.encode(this.#makeLines(count)));
    return this;
  }
  #makeLines(count) {
    const lines = Array.from({ length: count }, (_, i) => this.#makeLine(this.written.length + i));
    this.written.push(...lines);
    return lines.map((line) => `${line}\n`).join('');
  }
  #makeLine(number) {
    return `${String(number).padStart(6, '0')} ${'x'.repeat(10 + ((number * 7) % 80))}`;
  }
  #openWriter() {
    if (this.#writer === null) {
      this.#writer = openSync(this.path, 'a');
      if (this.banner !== '' && readFileSync(this.path).length === 0) {
        writeSync(this.#writer, `${this.banner}\n`);
      }
    }
    return this.#writer;
  }
  /** `.1` becomes `.2` and so on; then the live file becomes `.1`. The writer keeps its descriptor. */
  renameAway() {
    if (!existsSync(this.path)) return this;
    this.shiftRotated();
    renameSync(this.path, this.pathTo('access.log.1'));
    return this;
  }
  shiftRotated() {
    for (let n = 40; n >= 1; n--)
      for (const ext of ['', '.gz']) {
        const from = this.pathTo(`access.log.${n}${ext}`);
        if (existsSync(from)) renameSync(from, this.pathTo(`access.log.${n + 1}${ext}`));
      }
  }
  reopen() {
    if (this.#previousWriter !== null) closeSync(this.#previousWriter);
    this.#previousWriter = this.#writer;
    this.#writer = null;
    this.#openWriter();
    return this;
  }
  rotate() {
    return this.renameAway().reopen();
  }
  copyToRotated() {
    this.#openWriter();
    this.shiftRotated();
    copyFileSync(this.path, this.pathTo('access.log.1'));
    return this;
  }
  truncate() {
    ftruncateSync(this.#openWriter());
    return this;
  }
  copyTruncate() {
    return this.copyToRotated().truncate();
  }
  /** Compresses a rotated file unless it is still being written to. */
  compress(n) {
    const path = this.pathTo(`access.log.${n}`);
    if (!existsSync(path) || this.#isOpen(path)) return this;
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    unlinkSync(path);
    return this;
  }
  #isOpen(path) {
    const inodes = [this.#writer, this.#previousWriter].map((fd) => fd !== null && fstatSync(fd).ino);
    return inodes.includes(statSync(path).ino);
  }
  /** True when the path leads to the file the writer writes to. */
  get isWriterOnPath() {
    return existsSync(this.path) && this.#isOpen(this.path);
  }
  replaceByCopy() {
    if (!existsSync(this.path)) return this;
    copyFileSync(this.path, this.pathTo('copy.tmp'));
    renameSync(this.pathTo('copy.tmp'), this.path);
    this.#closeWriters();
    return this;
  }
  remove() {
    rmSync(this.path, { force: true });
    this.#closeWriters();
    return this;
  }
  /** Removes all rotated files. */
  removeRotated() {
    for (const key of readdirSync(this.directory)) if (key !== 'access.log') rmSync(this.pathTo(key));
    return this;
  }
  #closeWriters() {
    for (const fd of [this.#writer, this.#previousWriter]) if (fd !== null) closeSync(fd);
    this.#writer = this.#previousWriter = null;
  }
  /** Lines lost or read twice. */
  get faults() {
    const remaining = new Map();
    for (const text of this.written) remaining.set(text, (remaining.get(text) ?? 0) + 1);
    const banner = this.banner.split('\n');
    const read = this.texts.filter((text) => !banner.includes(text));
    for (const text of read) remaining.set(text, (remaining.get(text) ?? 0) - 1);
    const textsWhere = (isWrong) =>
      [...remaining].filter(([, count]) => isWrong(count)).map(([text]) => text.slice(0, 20).trim());
    return { lost: textsWhere((count) => count > 0), repeated: textsWhere((count) => count < 0) };
  }
  get texts() {
    return this.lines.map(({ text }) => text);
  }
}
const writeAll = (fd, bytes) => writeSync(fd, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
