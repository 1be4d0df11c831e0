import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NotTypeable } from '../type-change.js';
import { writeApp } from './uwsgi.js';
/** gunicorn with an app that answers after so many seconds; a change is an option of its command line. */
export async function startGunicorn(lab, options, seconds) {
  const socket = join(lab.dir, 'gunicorn.sock');
  writeApp(lab, seconds);
  const start = async (current) => {
    rmSync(socket, { force: true });
    const args = ['--bind', `unix:${socket}`, ...Object.entries(current).flat(), 'app:application'];
    const child = await lab.run('gunicorn', args, socket);
    chmodSync(socket, 0o666);
    return child;
  };
  let child = await start(options);
  return {
    socket,
    restart: async () => {
      await lab.end(child);
      child = await start(options);
    },
    type: async ({ command = '' }) => {
      const [, option, value] = /^gunicorn (--[\w-]+) (\S+)$/.exec(command) ?? [];
      if (option === undefined || value === undefined) throw new NotTypeable(`no option: ${command}`);
      await lab.end(child);
      child = await start({ ...options, [option]: value });
    },
  };
}
