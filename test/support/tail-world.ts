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
import type { Line } from '../../src/parse/line.js';
import { type Chunk, type Gap, generationOf, type Position } from '../../src/pipeline/checkpoint.js';
import { type Looked, openTail, type Tail, type TailOptions } from '../../src/tail/tailer.js';

/** A directory with a writer in it, a tail that follows it, and a store that takes lines and position together. */
export class World {
  readonly directory = mkdtempSync(join(tmpdir(), 'tail-'));
  readonly path = this.at('access.log');
  readonly positions = new Map<string, Position>();
  readonly lines: Line[] = [];
  readonly gaps: Gap[] = [];
  /** Everything ever written, line by line. */
  readonly written: string[] = [];
  now = Date.now();
  /** Stands at the head of each new file. Nobody can tell two files apart that hold nothing else. */
  banner = '';
  /** Called with each chunk before it is taken: to refuse it by throwing, or to write while a look is under way. */
  onChunk: () => void = () => {};
  #tail: Tail | null = null;
  #writer: number | null = null;
  #previous: number | null = null;
  #options: Partial<TailOptions> = { from: 'beginning' };
  /** By the clock that files are stamped with, which is not the one that looks go by. */
  #lookedAt = Date.now();

  constructor(options: Partial<TailOptions> = {}) {
    this.#options = { ...this.#options, ...options };
  }

  at(name: string): string {
    return join(this.directory, name);
  }

  /** Looks once, and answers the texts of the lines that this look brought. */
  async look(): Promise<string[]> {
    const had = this.lines.length;
    await this.looked();
    return this.lines.slice(had).map(({ text }) => text);
  }

  async looked(): Promise<Looked> {
    this.now += 1_000;
    this.#tail ??= openTail({
      globs: [this.path],
      bookmarks: [...this.positions.values()],
      from: 'beginning',
      since: this.#lookedAt,
      ...this.#options,
    });
    this.#lookedAt = Date.now();
    const looked = await this.#tail.look((chunk) => this.#take(chunk), this.now);
    this.gaps.push(...looked.gaps);
    const why = looked.troubles.find((trouble) => trouble.why !== 'ENOENT');
    if (why !== undefined) throw new Error(JSON.stringify(why));
    return looked;
  }

  #take({ position, lines }: Chunk): void {
    this.onChunk();
    const name = generationOf(position);
    const before = this.positions.get(name)?.offset ?? 0;
    if (position.offset < before) throw new Error(`offset went back from ${before} to ${position.offset}`);
    const foreign = lines.find(({ place }) => place.byte < before || place.byte >= position.offset);
    if (foreign !== undefined) throw new Error(`line outside its chunk: ${JSON.stringify(foreign)}`);
    this.positions.set(name, position);
    this.lines.push(...lines);
  }

  /** The process dies and starts again: only what was stored is left. */
  async restart(): Promise<void> {
    await this.down();
    await this.look();
  }

  async down(): Promise<void> {
    await this.#tail?.close();
    this.#tail = null;
  }

  async end(): Promise<void> {
    await this.down();
    this.#drop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  append(count: number): this {
    writeSync(this.#open(), this.#newLines(count));
    return this;
  }

  appendRaw(bytes: string | Buffer): this {
    writeSync(this.#open(), typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    return this;
  }

  appendLines(...lines: string[]): this {
    this.written.push(...lines);
    return this.appendRaw(lines.map((line) => `${line}\n`).join(''));
  }

  /** The writer has not noticed the rotation yet. */
  appendToOld(count: number): this {
    if (this.#previous !== null) writeSync(this.#previous, this.#newLines(count));
    return this;
  }

  #newLines(count: number): string {
    const lines = Array.from({ length: count }, (_, i) => this.#lineOf(this.written.length + i));
    this.written.push(...lines);
    return lines.map((line) => `${line}\n`).join('');
  }

  #lineOf(number: number): string {
    return `${String(number).padStart(6, '0')} ${'x'.repeat(10 + ((number * 7) % 80))}`;
  }

  #open(): number {
    if (this.#writer === null) {
      this.#writer = openSync(this.path, 'a');
      if (this.banner !== '' && readFileSync(this.path).length === 0) {
        writeSync(this.#writer, `${this.banner}\n`);
      }
    }
    return this.#writer;
  }

  /** `.1` becomes `.2` and so on; then the live file becomes `.1`. The writer keeps its descriptor. */
  renameAway(): this {
    if (!existsSync(this.path)) return this;
    this.shift();
    renameSync(this.path, this.at('access.log.1'));
    return this;
  }

  shift(): void {
    for (let n = 40; n >= 1; n--)
      for (const ext of ['', '.gz']) {
        const from = this.at(`access.log.${n}${ext}`);
        if (existsSync(from)) renameSync(from, this.at(`access.log.${n + 1}${ext}`));
      }
  }

  reopen(): this {
    if (this.#previous !== null) closeSync(this.#previous);
    this.#previous = this.#writer;
    this.#writer = null;
    this.#open();
    return this;
  }

  rotate(): this {
    return this.renameAway().reopen();
  }

  copyAway(): this {
    this.#open();
    this.shift();
    copyFileSync(this.path, this.at('access.log.1'));
    return this;
  }

  truncate(): this {
    ftruncateSync(this.#open());
    return this;
  }

  copyTruncate(): this {
    return this.copyAway().truncate();
  }

  /** Unless somebody still writes to it. */
  compress(n: number): this {
    const path = this.at(`access.log.${n}`);
    if (!existsSync(path) || this.#isOpen(path)) return this;
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    unlinkSync(path);
    return this;
  }

  #isOpen(path: string): boolean {
    const inodes = [this.#writer, this.#previous].map((fd) => fd !== null && fstatSync(fd).ino);
    return inodes.includes(statSync(path).ino);
  }

  /** Whether the path leads to the file that the writer writes to. */
  get writesToPath(): boolean {
    return existsSync(this.path) && this.#isOpen(this.path);
  }

  replaceByCopy(): this {
    if (!existsSync(this.path)) return this;
    copyFileSync(this.path, this.at('copy.tmp'));
    renameSync(this.at('copy.tmp'), this.path);
    this.#drop();
    return this;
  }

  remove(): this {
    rmSync(this.path, { force: true });
    this.#drop();
    return this;
  }

  /** All siblings are gone. */
  removeRotated(): this {
    for (const name of readdirSync(this.directory)) if (name !== 'access.log') rmSync(this.at(name));
    return this;
  }

  #drop(): void {
    for (const fd of [this.#writer, this.#previous]) if (fd !== null) closeSync(fd);
    this.#writer = this.#previous = null;
  }

  /** What the tail did wrong: nothing, unless a line is missing or came twice. */
  get faults(): { lost: string[]; repeated: string[] } {
    const left = new Map<string, number>();
    for (const text of this.written) left.set(text, (left.get(text) ?? 0) + 1);
    const banner = this.banner.split('\n');
    const read = this.texts.filter((text) => !banner.includes(text));
    for (const text of read) left.set(text, (left.get(text) ?? 0) - 1);
    const those = (wrong: (count: number) => boolean) =>
      [...left].filter(([, count]) => wrong(count)).map(([text]) => text.slice(0, 20).trim());
    return { lost: those((count) => count > 0), repeated: those((count) => count < 0) };
  }

  get texts(): string[] {
    return this.lines.map(({ text }) => text);
  }
}
