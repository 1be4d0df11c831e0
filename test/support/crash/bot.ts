import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { eventually } from '../fake-slack/users.js';

/** The built program, running. */
export type Bot = {
  /** What it said so far, on standard output and error. */
  readonly log: () => string;
  readonly pid: number;
  readonly isRunning: () => boolean;
  /** As the kernel would when memory is out. */
  readonly kill: () => Promise<unknown>;
  /** As a service manager would; answers the exit code. */
  readonly stop: () => Promise<number | null>;
};

const startsWithinMs = 60_000;

/** Starts `badgateway run` with nothing in its environment but this; perhaps through a program that sets limits to it. */
export function startBot(
  environment: Readonly<Record<string, string>>,
  dir: string,
  through: readonly string[] = [],
): Bot {
  const [program = '', ...words] = [...through, process.execPath, resolve('dist/main.js'), 'run'];
  const child = spawn(program, words, {
    cwd: dir,
    env: { PATH: process.env['PATH'], LOG_TIMEZONE: 'UTC', TIMEZONE: 'UTC', ...environment },
  });
  return watched(child);
}

/** Waits until the program has said this. */
export async function untilSaid(bot: Bot, words: string | RegExp): Promise<void> {
  const said = () => {
    if (bot.log().search(words) >= 0) return true;
    if (!bot.isRunning()) throw new Error(`the bot stopped: ${bot.log()}`);
    return undefined;
  };
  await eventually(said, String(words), startsWithinMs);
}

function watched(child: ChildProcess): Bot {
  let log = '';
  child.stdout?.on('data', (bytes) => (log += bytes));
  child.stderr?.on('data', (bytes) => (log += bytes));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exit;
  };
  return {
    log: () => log,
    pid: child.pid ?? 0,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
