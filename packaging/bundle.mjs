// Copies what dist/ uses of most dependencies into dist/vendor/, with their licences, and lets dist/ import it there.
// As packages they would take 100 MB, mostly of parts that are not used, and each start would read hundreds of files.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'rolldown';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const vendor = join(dist, 'vendor');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** `import fallback, { a, b as c } from 'package'` and `import('package')`, as TypeScript prints them. */
const importPattern =
  /\bimport (?:(?<fallback>\w+)(?:, )?)?(?:\{(?<names>[^}]*)\} )?\s*from '(?<from>[^.'][^']*)'|\bimport\('(?<dynamic>[^.'][^']*)'\)/g;

const files = readdirSync(dist, { recursive: true })
  .filter((path) => path.endsWith('.js') && !path.startsWith('vendor'))
  .map((path) => ({ path: join(dist, path), code: readFileSync(join(dist, path), 'utf8') }));
const modules = collectModules(files);
await bundleModules(modules);
for (const file of files) rewriteImports(file, modules);

/** Returns the names that are imported of each module to bundle; of one that is loaded later, all. */
function collectModules(files) {
  const modules = new Map();
  for (const { code } of files)
    for (const { groups } of code.matchAll(importPattern)) {
      const { fallback, names, from, dynamic } = groups;
      if (!isBundled(from ?? dynamic)) continue;
      const wanted = modules.get(from ?? dynamic) ?? new Set();
      modules.set(from ?? dynamic, wanted);
      if (dynamic !== undefined) wanted.add('*');
      if (fallback !== undefined) wanted.add('default');
      for (const name of (names ?? '').split(','))
        if (name.trim() !== '') wanted.add(name.trim().split(' as ')[0]);
    }
  return modules;
}

function isBundled(specifier) {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return !specifier.startsWith('node:') && !(name in dependencies);
}

async function bundleModules(modules) {
  const entryPrefix = 'entry:';
  const { output } = await build({
    cwd: root,
    input: Object.fromEntries(
      [...modules.keys()].map((specifier) => [toFileName(specifier), entryPrefix + specifier]),
    ),
    platform: 'node',
    logLevel: 'warn',
    output: {
      dir: vendor,
      format: 'esm',
      minify: true,
      comments: { legal: true },
      chunkFileNames: 'shared-[name].js',
    },
    plugins: [
      {
        name: 'entries',
        resolveId: (id) => (id.startsWith(entryPrefix) ? { id, moduleSideEffects: true } : null),
        load: (id) => (id.startsWith(entryPrefix) ? writeEntry(id.slice(entryPrefix.length), modules) : null),
      },
    ],
  });
  const packages = new Set(output.flatMap(({ moduleIds = [] }) => moduleIds.flatMap(findPackage)));
  writeFileSync(join(vendor, 'LICENSES.txt'), [...packages].sort().map(readLicense).join('\n\n'));
}

function writeEntry(specifier, modules) {
  const names = [...modules.get(specifier)];
  return names.includes('*')
    ? `export * from '${specifier}';`
    : `export { ${names.join(', ')} } from '${specifier}';`;
}

function toFileName(specifier) {
  return specifier.replace('@', '').replaceAll('/', '-').replace(/\.js$/, '');
}

function findPackage(moduleId) {
  const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(moduleId)?.[0];
  return folder === undefined ? [] : [folder];
}

function readLicense(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((file) => file.isFile() && /^(licen[cs]e|notice)/i.test(file.name))
    .map((file) => readFileSync(join(folder, file.name), 'utf8').trim());
  return [`== ${name} ${version} (${license})`, ...texts].join('\n\n');
}

function rewriteImports({ path, code }, modules) {
  const rewritten = code.replace(importPattern, (statement, ...rest) => {
    const { from, dynamic } = rest.at(-1);
    if (!modules.has(from ?? dynamic)) return statement;
    const target = relative(dirname(path), join(vendor, `${toFileName(from ?? dynamic)}.js`));
    return statement.replace(/'[^']+'(\)?)$/, `'${target.startsWith('.') ? target : `./${target}`}'$1`);
  });
  if (rewritten !== code) writeFileSync(path, rewritten);
}
