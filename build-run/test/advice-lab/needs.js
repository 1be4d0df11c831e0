import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { canMount } from '../support/privileges.js';
import { phpFpm } from './runtimes/php-fpm.js';
/** What of the needs of a fault this machine lacks. */
export const listMissing = ({ needs = [] }) => needs.filter((need) => !isMet[need]());
const isMet = {
  'php-fpm': () => phpFpm !== undefined,
  gunicorn: () => runs('gunicorn', '--version'),
  uwsgi: () => runs('uwsgi', '--version') && existsSync('/usr/lib/uwsgi/plugins/python3_plugin.so'),
  mount: canMount,
  'network-namespace': () => runs('unshare', '-n', 'true') && runs('ip', '-V'),
  ipv6: () => existsSync('/proc/net/if_inet6') && readFileSync('/proc/net/if_inet6', 'utf8').includes(' lo'),
};
const runs = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;
