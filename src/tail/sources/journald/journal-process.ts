import { spawn } from 'node:child_process';

/** Why journalctl gave nothing, or not all. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** How journalctl is started. */
export type JournalCommand = {
  readonly command: string;
  /** Further arguments, such as the directory of a journal that is not this machine's. */
  readonly args: readonly string[];
};

/** The journal of this machine. */
export const systemJournal: JournalCommand = { command: 'journalctl', args: [] };

/** Yields what journalctl writes until it ends. Throws a `JournalError` if it fails, or says that it may not read all. */
export async function* runJournalctl(
  { command, args }: JournalCommand,
  options: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  // Its messages are recognised by their English words.
  const env = { ...process.env, LC_ALL: 'C' };
  const child = spawn(command, [...args, ...options], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const stop = () => void child.kill();
  signal.addEventListener('abort', stop, { once: true });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-saidCharsMax);
  });
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    child.once('close', (code, killedBy) => resolve(code ?? killedBy ?? 'unknown'));
  });
  try {
    for await (const bytes of child.stdout) yield bytes as Buffer;
    const problem = describeEnd(await ended, said);
    if (problem !== null) throw new JournalError(problem);
  } finally {
    signal.removeEventListener('abort', stop);
    child.kill();
  }
}

/** Why not everything was read; null if it was. */
function describeEnd(end: number | string, said: string): string | null {
  if (end === 'ENOENT') return 'journalctl is not installed';
  if (/not seeing messages from|insufficient permissions/i.test(said))
    return 'permission denied; add this user to the group systemd-journal';
  if (end === 0) return null;
  const [message = ''] = said.trim().split('\n');
  return `journalctl ended (${end})${message === '' ? '' : `: ${message.slice(0, 200)}`}`;
}

const saidCharsMax = 2_000;
