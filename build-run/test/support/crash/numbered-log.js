import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';

const tickMs = 10;
const linesPerTickMax = 6;
/** Lines per upstream before the next upstream fails. Each upstream is a separate incident. */
const linesPerUpstream = 600;
const firstFaultAgoMs = 20 * 3_600_000;
const faultIntervalMs = 600_000;
/** `log_format` of the lines. */
export const numberedLogFormat =
  '$remote_addr [$time_local] "$request" $status $upstream_addr $upstream_status';
/** Rotated files to keep, far more than can accumulate while the reader is down. */
const rotatedFilesMax = 60;
/** An nginx access log with numbered lines, rotated in every way found in production. */
export class NumberedLog {
  path;
  written = 0;
  rotations = 0;
  #random;
  #startedAt = Date.now();
  #writer;
  /** The rotated file, to which nginx still writes until it handles the reopen signal. */
  #previousWriter = null;
  #timer;
  constructor(path, random) {
    this.path = path;
    this.#random = random;
    this.#writer = openSync(path, 'a');
  }
  start() {
    this.#timer = setInterval(() => this.#tick(), tickMs);
  }
  /** Completes the lines of the last upstream, so that every upstream has enough for an incident. */
  stop() {
    clearInterval(this.#timer);
    this.#append(this.#writer, linesPerUpstream - (this.written % linesPerUpstream));
  }
  close() {
    for (const fd of [this.#writer, this.#previousWriter]) if (fd !== null) closeSync(fd);
  }
  #tick() {
    this.#append(this.#writer, this.#random(linesPerTickMax));
    const roll = this.#random(200);
    if (this.#previousWriter !== null) this.#append(this.#previousWriter, this.#random(3));
    if (this.#previousWriter !== null && this.#random(10) === 0) this.#closePrevious(this.#previousWriter);
    if (roll === 0 && this.#previousWriter === null) this.#renameAndCreate();
    else if (roll === 1) this.#copyAndTruncate();
    else if (roll === 2) this.#compress();
  }
  #append(fd, count) {
    for (let i = 0; i < count; i++) {
      const line = formatAccessLine(this.written, this.#startedAt);
      this.written += 1;
      if (this.#random(20) > 0) writeSync(fd, line);
      else for (const part of [line.slice(0, 40), line.slice(40)]) writeSync(fd, part);
    }
  }
  #renameAndCreate() {
    this.#shift();
    renameSync(this.path, `${this.path}.1`);
    this.#previousWriter = this.#writer;
    this.#writer = openSync(this.path, 'a');
    this.rotations += 1;
  }
  #closePrevious(fd) {
    closeSync(fd);
    this.#previousWriter = null;
  }
  #copyAndTruncate() {
    if (this.#previousWriter !== null) return;
    this.#shift();
    copyFileSync(this.path, `${this.path}.1`);
    ftruncateSync(this.#writer);
    this.rotations += 1;
  }
  /** Compresses a rotated file, but never the newest, like logrotate with `delaycompress`. */
  #compress() {
    const path = `${this.path}.${2 + this.#random(3)}`;
    if (!existsSync(path)) return;
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    rmSync(path);
  }
  #shift() {
    for (let n = rotatedFilesMax; n >= 1; n--)
      for (const suffix of ['', '.gz']) {
        const from = `${this.path}.${n}${suffix}`;
        if (!existsSync(from)) continue;
        if (n === rotatedFilesMax) rmSync(from);
        else renameSync(from, `${this.path}.${n + 1}${suffix}`);
      }
  }
}
/** The line number in a request target; undefined for any other target. */
export const parseLineNumber = (target) => {
  const digits = /^\/n\/(\d+)$/.exec(target ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
};
/** Formats a line as `numberedLogFormat`. Faults are ten minutes apart, as closer faults would share an incident. */
function formatAccessLine(number, startedAt) {
  const fault = Math.floor(number / linesPerUpstream);
  const at = new Date(startedAt - firstFaultAgoMs + fault * faultIntervalMs).toUTCString();
  const [, day, month, year, time] = at.split(' ');
  const peer = `10.${fault % 250}.1.${1 + Math.floor(fault / 250)}:8080`;
  return `192.0.2.7 [${day}/${month}/${year}:${time} +0000] "GET /n/${number} HTTP/1.1" 502 ${peer} 502\n`;
}
