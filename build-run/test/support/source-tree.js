import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
/** The root of the sources. */
export const sourceRoot = resolve(import.meta.dirname, '../../src');
/** All of `src/`, in alphabetical order. */
export function readSourceTree(root = sourceRoot) {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith(`grammars${sep}`))
    .map((path) => path.split(sep).join('/'))
    .sort()
    .map((path) => readSourceFile(root, path));
}
function readSourceFile(root, path) {
  const code = readFileSync(join(root, path), 'utf8');
  const imports = [...code.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  return {
    path,
    folder: path.includes('/') ? (path.split('/')[0] ?? '') : 'main',
    code,
    imports: imports.map((name) => (name.startsWith('.') ? resolveImport(root, path, name) : name)),
  };
}
/** Static imports and re-exports at the start of a line, dynamic imports and import types anywhere. */
const importPattern =
  /^(?:import|export)\s[\w\s{},*$]*?\bfrom\s+'([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
const resolveImport = (root, path, name) =>
  relative(root, resolve(dirname(join(root, path)), name))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts');
