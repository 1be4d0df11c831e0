import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findNamePattern, findOldDirectories, readRotationRules } from '../../src/tail/logrotate-config.js';

let directory;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'logrotate-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const read = (text) => {
  const included = join(directory, 'included');
  writeFileSync(included, text);
  writeFileSync(join(directory, 'main'), `weekly\nolddir /srv/old\ninclude ${included}\n`);
  return readRotationRules(join(directory, 'main'));
};
it('finds where the files of a log are moved', () => {
  const rules = read(`
# nginx
/var/log/nginx/*.log
"/srv/with space/access.log" {
  daily
  postrotate
    olddir /not/this
    test -f /run/nginx.pid && kill -USR1 $(cat /run/nginx.pid)
  endscript
  olddir archive
}
/var/log/app/app.log {
  noolddir
}
/var/log/other.log { 
  daily
}
`);
  expect(findOldDirectories(rules, '/var/log/nginx/access.log')).toEqual(['/var/log/nginx/archive']);
  expect(findOldDirectories(rules, '/srv/with space/access.log')).toEqual(['/srv/with space/archive']);
  expect(findOldDirectories(rules, '/var/log/app/app.log')).toEqual([]);
  expect(findOldDirectories(rules, '/var/log/other.log')).toEqual(['/srv/old']);
  expect(findOldDirectories(rules, '/var/log/unknown.log')).toEqual([]);
});
it.each([
  ['.day%d', 'access.log.day07', 'access.log.day7'],
  ['_%V', 'access_31.log.gz', 'access_311.log'],
  ['-%d%m%y', 'access.log-010826', 'accessxlog-010826'],
  ['+%s', 'access.log+1785542400.xz', 'access.log+now'],
])('knows the names of the date format %s', (format, rotated, other) => {
  const rules = read(`/var/log/access.log {\n  dateext\n  dateformat ${format}\n}\n`);
  const pattern = findNamePattern(rules, '/var/log/access.log');
  expect(pattern?.test(rotated)).toBe(true);
  expect(pattern?.test(other)).toBe(false);
});
it('knows nothing where no configuration can be read', () => {
  expect(readRotationRules(join(directory, 'none'))).toEqual([]);
});
