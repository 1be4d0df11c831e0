import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
/** True if HAProxy is installed. Without it, its lab is skipped with a clear message. */
export const hasHaproxy = (() => {
  try {
    execFileSync('haproxy', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
/** Starts HAProxy in the foreground with this configuration. */
export function startHaproxy(dir, config) {
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
async function waitForText(log, text, child) {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (readFileSync(log, 'utf8').includes(text)) return;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(
    `HAProxy did not log ${text}: ${readFileSync(log.replace(/[^/]+$/, 'stderr.log'), 'utf8')}`,
  );
}
