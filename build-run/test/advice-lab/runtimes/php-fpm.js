import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWithSettings } from './settings.js';
/** The program with its version in the name, as Debian installs it; undefined where it is missing. */
export const phpFpm = readdirSync('/usr/sbin').find((name) => /^php-fpm\d\.\d$/.test(name));
/** A pool of PHP-FPM whose socket is named as Debian names it. The script answers for every path. */
export function startPhp(lab, script, settings = {}) {
  const socket = join(lab.dir, 'php8-fpm.sock');
  writeFileSync(join(lab.dir, 'app'), script);
  const initial = {
    user: 'nobody',
    group: 'nogroup',
    listen: socket,
    'listen.owner': 'nobody',
    'listen.mode': '0660',
    pm: 'static',
    'pm.max_children': '4',
    // Scripts have no ending here, so that the path of the route is theirs.
    'security.limit_extensions': '',
    ...settings,
  };
  return runWithSettings(lab, socket, initial, (current) => {
    rmSync(socket, { force: true });
    const file = join(lab.dir, 'php-fpm.conf');
    const pool = Object.entries(current).map(([key, value]) => `${key} = ${value}`);
    const log = join(lab.dir, 'php-fpm.log');
    writeFileSync(file, `[global]\nerror_log = ${log}\ndaemonize = no\n[www]\n${pool.join('\n')}\n`);
    chmodSync(join(lab.dir, 'app'), 0o644);
    return lab.run(`/usr/sbin/${phpFpm}`, ['-F', '-y', file], socket);
  });
}
