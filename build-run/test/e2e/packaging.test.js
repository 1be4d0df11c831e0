import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as appsModels from 'kubernetes-models/apps/v1';
import * as coreModels from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { listSettings } from '../../src/config/setting.js';
import { settings } from '../../src/config/settings.js';

const packaging = resolve(import.meta.dirname, '../../packaging');
const read = (path) => readFileSync(join(packaging, path), 'utf8');
const isInstalled = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const settingNames = new Set(listSettings(settings).map(({ name }) => name));
describe('the systemd unit', () => {
  it.skipIf(!isInstalled('systemd-analyze'))(
    'is accepted, and exposes little (needs systemd-analyze)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'badgateway-unit-'));
      const unit = join(folder, 'badgateway.service');
      // The program is not installed where this runs.
      writeFileSync(
        unit,
        read('systemd/badgateway.service').replace('/usr/bin/badgateway', process.execPath),
      );
      const verified = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
      expect(verified.stderr).toBe('');
      const security = spawnSync('systemd-analyze', ['security', '--offline=yes', unit], {
        encoding: 'utf8',
      });
      const level = /Overall exposure level for badgateway\.service: ([\d.]+)/.exec(security.stdout)?.[1];
      expect(Number(level)).toBeLessThan(2);
    },
  );
  it('hands tokens over as credentials, which the program reads and checks', () => {
    const folder = mkdtempSync(join(tmpdir(), 'badgateway-credentials-'));
    writeFileSync(join(folder, 'badgateway_SLACK_BOT_TOKEN'), 'wrong-token\n');
    writeFileSync(join(folder, 'badgateway_SLACK_CHANEL'), 'C0123456789\n');
    const { stdout } = spawnSync(process.execPath, [resolve('dist/main.js'), 'check'], {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: process.env['PATH'], CREDENTIALS_DIRECTORY: folder },
    });
    expect(stdout).toContain('SLACK_BOT_TOKEN: got a value');
    expect(stdout).not.toContain('wrong-token');
    expect(stdout).toContain('SLACK_CHANEL: no setting has this name; did you mean SLACK_CHANNEL?');
  });
});
describe('the Debian package', () => {
  const isRoot = process.getuid?.() === 0;
  it.skipIf(!isInstalled('dpkg-deb') || !isInstalled('man'))(
    'holds the program, its manual and its completion (needs dpkg-deb and man)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'badgateway-deb-'));
      execFileSync(join(packaging, 'debian/build.sh'), [folder], { stdio: 'pipe' });
      const { version } = JSON.parse(readFileSync(join(packaging, '../package.json'), 'utf8'));
      const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
      const deb = join(folder, `badgateway_${version}_${architecture}.deb`);
      execFileSync('dpkg-deb', ['-x', deb, join(folder, 'root')]);
      const main = join(folder, 'root/usr/lib/badgateway/dist/main.js');
      expect(execFileSync(process.execPath, [main, 'demo', '--fast'], { encoding: 'utf8' })).toContain(
        'BG-1',
      );
      expect(
        execFileSync('man', ['-l', join(folder, 'root/usr/share/man/man1/badgateway.1.gz')], {
          encoding: 'utf8',
        }),
      ).toContain('badgateway analyze [options] <file...>');
      expect(
        complete(join(folder, 'root/usr/share/bash-completion/completions/badgateway'), [
          'badgateway',
          'analyze',
          '--f',
        ]),
      ).toBe('--failures');
      if (process.env['CI'] !== 'true' || !isRoot || existsSync('/usr/bin/badgateway')) return;
      installAndPurge(deb);
    },
    120_000,
  );
});
/** Only on a machine of the gate: it changes what is installed. */
function installAndPurge(deb) {
  execFileSync('dpkg', ['-i', '--force-depends', deb], { stdio: 'pipe' });
  try {
    expect(execFileSync('badgateway', ['--version'], { encoding: 'utf8' })).toMatch(/^\d/);
    expect(statSync('/etc/badgateway/credentials').mode & 0o777).toBe(0o700);
    expect(execFileSync('getent', ['passwd', 'badgateway'], { encoding: 'utf8' })).toContain(
      '/usr/sbin/nologin',
    );
  } finally {
    execFileSync('dpkg', ['-P', 'badgateway'], { stdio: 'pipe' });
  }
  for (const path of ['/usr/lib/badgateway', '/etc/badgateway', '/usr/bin/badgateway'])
    expect(existsSync(path)).toBe(false);
  expect(spawnSync('getent', ['passwd', 'badgateway']).status).not.toBe(0);
}
function complete(script, words) {
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const code = `source '${script}'; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _badgateway; echo "\${COMPREPLY[*]}"`;
  return execFileSync('bash', ['-c', code], { encoding: 'utf8' }).trim();
}
describe.skipIf(!isInstalled('kubectl'))('the Kubernetes manifests (need kubectl)', () => {
  it.each(['ingress-nginx', 'istio'])('are valid for %s, and set only what exists', (overlay) => {
    const rendered = execFileSync('kubectl', ['kustomize', join(packaging, 'kubernetes/overlays', overlay)], {
      encoding: 'utf8',
    });
    const objects = parseAllDocuments(rendered).map((document) => document.toJS());
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Namespace', 'StatefulSet']);
    for (const object of objects) validate(object);
    const { data } = objects.find(({ kind }) => kind === 'ConfigMap');
    expect(Object.keys(data).filter((name) => !settingNames.has(name))).toEqual([]);
    expect(data.LOGS).toMatch(/^\/var\/log\/pods\//);
  });
  it('are refused by the check where a value has the wrong type', () => {
    const wrong = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 1 } };
    expect(() => validate(wrong)).toThrow('must be string');
  });
});
const models = {
  'v1/Namespace': coreModels.Namespace,
  'v1/ConfigMap': coreModels.ConfigMap,
  'apps/v1/StatefulSet': appsModels.StatefulSet,
};
/** Throws where the object does not fit the schema of Kubernetes. */
function validate(object) {
  // The casts: kinds that have no model fail here, and the model itself checks the object.
  const Model = models[`${object.apiVersion}/${object.kind}`];
  new Model(object).validate();
}
describe('the compose file', () => {
  it('sets only what exists, and shares the logs read-only', () => {
    const { services } = parse(read('image/compose.yaml'));
    const names = Object.keys(services.badgateway.environment);
    expect(names.filter((name) => !settingNames.has(name))).toEqual([]);
    expect(services.badgateway.volumes).toContain('gateway-logs:/var/log/gateway:ro');
    expect(services.badgateway.environment.LOGS).toBe('/var/log/gateway/*.log');
  });
  it.skipIf(!isInstalled('nginx'))('comes with a configuration that nginx accepts (needs nginx)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'badgateway-compose-'));
    const path = join(folder, 'nginx.conf');
    copyFileSync(join(packaging, 'image/nginx.conf'), path);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('/var/log/gateway', folder));
    const tested = spawnSync(
      'nginx',
      ['-t', '-e', 'stderr', '-p', folder, '-g', `pid ${folder}/nginx.pid;`, '-c', path],
      {
        encoding: 'utf8',
      },
    );
    expect(tested.stderr).toContain('test is successful');
  });
});
