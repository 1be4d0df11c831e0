import { spawn } from 'node:child_process';
/** Why journalctl gave nothing, or not all. */
export class JournalError extends Error {
  name = 'JournalError';
}
/** The journal of this machine. */
export const systemJournal = { command: 'journalctl', args: [] };
/** Yields what journalctl writes until it ends. Throws a `JournalError` if it fails, or says that it may not read all. */
export async function* runJournalctl({ command, args }, options, signal) {
  signal.throwIfAborted();
  // Its messages are recognised by their English words.
  const env = { ...process.env, LC_ALL: 'C' };
  const child = spawn(command, [...args, ...options], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const stop = () => void child.kill();
  signal.addEventListener('abort', stop, { once: true });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said = (said + bytes.toString()).slice(-saidCharsMax);
  });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    child.once('close', (code, killedBy) => resolve(code ?? killedBy ?? 'unknown'));
  });
  try {
    for await (const bytes of child.stdout) yield bytes;
    const problem = describeEnd(await ended, said);
    if (problem !== null) throw new JournalError(problem);
  } finally {
    signal.removeEventListener('abort', stop);
    child.kill();
  }
}
/** Why not everything was read; null if it was. */
function describeEnd(end, said) {
  if (end === 'ENOENT') return 'journalctl is not installed';
  if (/not seeing messages from|insufficient permissions/i.test(said))
    return 'permission denied; add this user to the group systemd-journal';
  if (end === 0) return null;
  const [message = ''] = said.trim().split('\n');
  return `journalctl ended (${end})${message === '' ? '' : `: ${message.slice(0, 200)}`}`;
}
const saidCharsMax = 2_000;
