import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { waitFor } from '../fake-slack/users.js';

/** A running process of the built bot. */
export type BotProcess = {
  /** Output so far, stdout and stderr combined. */
  readonly output: () => string;
  readonly pid: number;
  readonly isRunning: () => boolean;
  /** Sends SIGKILL, like the OOM killer. */
  readonly kill: () => Promise<unknown>;
  /** Sends SIGTERM, like a service manager, and returns the exit code. */
  readonly stop: () => Promise<number | null>;
};

const startTimeoutMs = 60_000;

/** Starts `badgateway run` with a minimal environment, optionally under a wrapper command that sets limits. */
export function startBot(
  environment: Readonly<Record<string, string>>,
  dir: string,
  wrapper: readonly string[] = [],
): BotProcess {
  const [program = '', ...args] = [...wrapper, process.execPath, resolve('dist/main.js'), 'run'];
  const child = spawn(program, args, {
    cwd: dir,
    env: { PATH: process.env['PATH'], LOG_TIMEZONE: 'UTC', TIMEZONE: 'UTC', ...environment },
  });
  return watchProcess(child);
}

/** Waits until the output matches the pattern. */
export async function waitForOutput(bot: BotProcess, pattern: string | RegExp): Promise<void> {
  const hasOutput = () => {
    if (bot.output().search(pattern) >= 0) return true;
    if (!bot.isRunning()) throw new Error(`the bot stopped: ${bot.output()}`);
    return undefined;
  };
  await waitFor(hasOutput, String(pattern), startTimeoutMs);
}

function watchProcess(child: ChildProcess): BotProcess {
  let output = '';
  child.stdout?.on('data', (bytes) => (output += bytes));
  child.stderr?.on('data', (bytes) => (output += bytes));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const terminate = (signal: NodeJS.Signals) => {
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
