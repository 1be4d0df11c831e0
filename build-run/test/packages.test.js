import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const listPaths = (isMeant) => packages.filter(([, entry]) => isMeant(entry)).map(([path]) => path);
/** Licences that let everybody use, change and pass on the program; MPL asks for changes to its own files only. */
const allowedLicences = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
]);
const isAllowed = ({ license = 'none' }) =>
  license
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((licence) => allowedLicences.has(licence));
it('every package has a licence that is allowed', () => {
  expect(listPaths((entry) => !isAllowed(entry))).toEqual([]);
});
it('every package is pinned by the hash of its content, and comes from the registry', () => {
  expect(listPaths(({ integrity }) => integrity?.startsWith('sha512-') !== true)).toEqual([]);
  expect(
    listPaths(
      ({ resolved }) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
    ),
  ).toEqual([]);
});
it('no package runs a script when it is installed, but the one that fetches SQLite', () => {
  expect(listPaths(({ hasInstallScript }) => hasInstallScript === true)).toEqual([
    'node_modules/better-sqlite3',
  ]);
});
