import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** True if HAProxy is installed. Without it, its lab is skipped with a clear message. */
export const hasHaproxy: boolean = ((): boolean => {
  try {
    execFileSync('haproxy', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A real HAProxy that writes its log to a file, as its standard output. */
export type Haproxy = {
  readonly log: string;
  /** Waits until the log has this text. */
  readonly logged: (text: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Starts HAProxy in the foreground with this configuration. */
export function startHaproxy(dir: string, config: string): Haproxy {
  const log = join(dir, 'haproxy.log');
  const configFile = join(dir, 'haproxy.cfg');
  writeFileSync(configFile, config);
  const output = openSync(log, 'a');
  const errors = openSync(join(dir, 'stderr.log'), 'a');
  const child = spawn('haproxy', ['-db', '-f', configFile], { stdio: ['ignore', output, errors] });
  closeSync(output);
  closeSync(errors);
  return {
    log,
    logged: (text) => waitForText(log, text, child),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function waitForText(log: string, text: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (readFileSync(log, 'utf8').includes(text)) return;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(
    `HAProxy did not log ${text}: ${readFileSync(log.replace(/[^/]+$/, 'stderr.log'), 'utf8')}`,
  );
}
