import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
/** True if logrotate is installed. Without it, its tests are skipped with a clear message. */
export const hasLogrotate = (() => {
  try {
    execFileSync('logrotate', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
/** Runs logrotate again and again while the logs are written to. */
export class Rotator {
  rotations = 0;
  #config;
  #state;
  #row;
  #everyMs;
  #random;
  #isStopping = false;
  #running = Promise.resolve();
  constructor(dir, base, row, everyMs, random) {
    this.#config = join(base, 'logrotate.conf');
    this.#state = join(base, 'logrotate.state');
    this.#row = row;
    this.#everyMs = everyMs;
    this.#random = random;
    const directives = [
      ...row.logrotate,
      'missingok',
      'notifempty',
      `postrotate\n    kill -USR1 $(cat ${join(dir, 'nginx.pid')})\n  endscript`,
    ];
    writeFileSync(this.#config, `${join(dir, '*.log')} {\n  ${directives.join('\n  ')}\n}\n`);
    chmodSync(this.#config, 0o644);
  }
  start() {
    this.#running = this.#run();
  }
  async stop() {
    this.#isStopping = true;
    await this.#running;
  }
  async #run() {
    while (!this.#isStopping) {
      await sleep(this.#everyMs / 2 + this.#random(this.#everyMs));
      const flags = this.#row.onlyLarge ? [] : ['-f'];
      execFileSync('logrotate', [...flags, '-s', this.#state, this.#config], { stdio: 'ignore' });
      this.rotations++;
    }
  }
}
