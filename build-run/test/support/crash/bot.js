import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { waitFor } from '../fake-slack/users.js';

const startTimeoutMs = 60_000;
/** Starts `badgateway run` with a minimal environment, optionally under a wrapper command that sets limits. */
export function startBot(environment, dir, wrapper = []) {
  const [program = '', ...args] = [...wrapper, process.execPath, resolve('dist/main.js'), 'run'];
  const child = spawn(program, args, {
    cwd: dir,
    env: { PATH: process.env['PATH'], LOG_TIMEZONE: 'UTC', TIMEZONE: 'UTC', ...environment },
  });
  return watchProcess(child);
}
/** Waits until the output matches the pattern. */
export async function waitForOutput(bot, pattern) {
  const hasOutput = () => {
    if (bot.output().search(pattern) >= 0) return true;
    if (!bot.isRunning()) throw new Error(`the bot stopped: ${bot.output()}`);
    return undefined;
  };
  await waitFor(hasOutput, String(pattern), startTimeoutMs);
}
function watchProcess(child) {
  let output = '';
  child.stdout?.on('data', (bytes) => (output += bytes));
  child.stderr?.on('data', (bytes) => (output += bytes));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const terminate = (signal) => {
    child.kill(signal);
    return exit;
  };
  return {
    output: () => output,
    pid: child.pid ?? 0,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: () => terminate('SIGKILL'),
    stop: () => terminate('SIGTERM'),
  };
}
