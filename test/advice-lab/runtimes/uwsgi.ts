import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../lab.js';
import { type RunningApp, runWithSettings, type Settings } from './settings.js';

/** uWSGI with an app that answers after so many seconds. */
export function startUwsgi(lab: Lab, settings: Settings, seconds = 0): Promise<RunningApp> {
  const socket = join(lab.dir, 'uwsgi.sock');
  writeApp(lab, seconds);
  const initial: Settings = {
    'plugins-dir': '/usr/lib/uwsgi/plugins',
    plugin: 'python3',
    socket,
    'chmod-socket': '666',
    chdir: lab.dir,
    module: 'app:application',
    master: 'true',
    'need-app': 'true',
    ...settings,
  };
  return runWithSettings(lab, socket, initial, (current) => {
    rmSync(socket, { force: true });
    const file = join(lab.dir, 'uwsgi.ini');
    const lines = Object.entries(current).map(([key, value]) => `${key} = ${value}`);
    writeFileSync(file, `[uwsgi]\n${lines.join('\n')}\n`);
    return lab.run('uwsgi', ['--ini', file], socket);
  });
}

/** A WSGI app that reads its body, and answers after so many seconds. */
export const writeApp = (lab: Lab, seconds: number): void =>
  writeFileSync(
    join(lab.dir, 'app.py'),
    `import time
def application(environ, start_response):
    environ['wsgi.input'].read(int(environ.get('CONTENT_LENGTH') or 0))
    time.sleep(${seconds})
    start_response('200 OK', [('Content-Length', '3')])
    return [b'so\\n']
`,
  );
