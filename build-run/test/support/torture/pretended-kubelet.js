import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Rotated logs of a container that stay uncompressed. */
const plainMax = 1;
/**
 * Moves the files of one container as the kubelet does: `pods/shop_gateway_1/nginx/0.log`, rotated to
 * `0.log.20260801-101500`, older ones compressed; `containers/gateway_shop_nginx-….log` is a link to the current one.
 */
export class PretendedKubelet {
  #pod;
  #containers;
  #restarts = 0;
  #rotations = 0;
  constructor(base) {
    this.#pod = join(base, 'pods', 'shop_gateway_1', 'nginx');
    this.#containers = join(base, 'containers');
    mkdirSync(this.#pod, { recursive: true });
    mkdirSync(this.#containers);
    this.#create();
  }
  /** Writes the error record of a numbered request, as a container runtime wraps it. */
  write(number) {
    const now = new Date().toISOString();
    const [date = '', time = ''] = now.split(/[T.]/);
    appendFileSync(
      this.#log,
      `${now} stderr F ${date.replaceAll('-', '/')} ${time} [error] 31#31: *${number} connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.7, server: shop.example, request: "GET /r/${number} HTTP/1.1", upstream: "http://10.0.0.9:8080/r/${number}", host: "shop.example"\n`,
    );
  }
  /** Compresses older files, renames the log and creates a new one. */
  rotate() {
    const name = `${this.#restarts}.log`;
    const rotated = readdirSync(this.#pod).filter((entry) => entry.startsWith(`${name}.`));
    const plain = rotated.filter((entry) => !entry.endsWith('.gz')).sort();
    for (const entry of plain.slice(0, Math.max(0, plain.length - plainMax + 1))) {
      const path = join(this.#pod, entry);
      writeFileSync(`${path}.tmp`, gzipSync(readFileSync(path)));
      renameSync(`${path}.tmp`, `${path}.gz`);
      unlinkSync(path);
    }
    const second = String(this.#rotations++);
    renameSync(this.#log, `${this.#log}.20260801-${second.padStart(6, '0')}`);
    writeFileSync(this.#log, '');
  }
  /** The log of the next container has another number; the link of the former one goes, its log stays. */
  restartContainer() {
    rmSync(this.#link);
    this.#restarts++;
    this.#create();
  }
  get #log() {
    return join(this.#pod, `${this.#restarts}.log`);
  }
  get #link() {
    return join(this.#containers, `gateway_shop_nginx-${String(this.#restarts).padStart(64, '0')}.log`);
  }
  #create() {
    writeFileSync(this.#log, '');
    symlinkSync(this.#log, this.#link);
  }
}
