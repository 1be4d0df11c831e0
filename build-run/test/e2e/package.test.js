import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
describe('the package that npm installs', () => {
  let installed = '';
  beforeAll(() => {
    installed = installPacked();
  });
  it('runs with nothing but its own dependencies', () => {
    const demo = execFileSync(process.execPath, [join(installed, 'dist/main.js'), 'demo', '--fast'], {
      encoding: 'utf8',
      cwd: dirname(installed),
    });
    expect(demo).toContain('BG-1');
  }, 60_000);
  it('draws charts', () => {
    const page = join(dirname(installed), 'page.html');
    const logs = ['access', 'error'].map((name) => join(installed, `demo/${name}.log.gz`));
    execFileSync(process.execPath, [join(installed, 'dist/main.js'), 'analyze', ...logs, '--html', page]);
    expect(readFileSync(page, 'utf8')).toContain('<svg role="img"');
  }, 60_000);
  it('holds every file that its README links to', () => {
    const readme = readFileSync(join(installed, 'README.md'), 'utf8');
    const links = [...readme.matchAll(/(?:\]\(|src(?:set)?=")(?!https?:|#)([^)"#\s]+)/g)].map(
      ([, link = '']) => link,
    );
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => !existsSync(join(installed, link)))).toEqual([]);
  });
  it('holds no source map, no test and no file that only its makers need', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.map$|\.test\.|^(src|test)\b|^\.ci\b/.test(file))).toEqual([]);
  });
  it('names the licence of each package whose code it holds', () => {
    const licenses = readFileSync(join(installed, 'dist/vendor/LICENSES.txt'), 'utf8');
    for (const name of ['echarts', 'zrender', 'zod', 'commander', 'tldts', 'tar-stream'])
      expect(licenses).toMatch(new RegExp(`^== ${name} \\d`, 'm'));
  });
});
/** Packs the project, unpacks it in an empty folder, and links the dependencies that it declares, and no others. */
function installPacked() {
  const folder = mkdtempSync(join(tmpdir(), 'badgateway-package-'));
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  const modules = join(folder, 'node_modules');
  const target = join(modules, 'badgateway');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, packed.trim()), '-C', target, '--strip-components=1']);
  for (const name of listDependencies(target)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  return target;
}
function listDependencies(folder) {
  // The file was packed from the project's own package.json.
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.keys(dependencies);
}
