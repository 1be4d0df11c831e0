import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWithSettings } from './settings.js';
/** uWSGI with an app that answers after so many seconds. */
export function startUwsgi(lab, settings, seconds = 0) {
  const socket = join(lab.dir, 'uwsgi.sock');
  writeApp(lab, seconds);
  const initial = {
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
export const writeApp = (lab, seconds) =>
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
