import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** A file in `src/`, excluding generated grammars. */
export type SourceFile = {
  /** Relative to `src/`, with slashes. */
  readonly path: string;
  /** First folder of the path; `main` for the only file at the top level. */
  readonly folder: string;
  readonly code: string;
  /** Imported modules, including type imports: paths relative to `src/`, or package names. */
  readonly imports: readonly string[];
};

/** The root of the sources. */
export const sourceRoot = resolve(import.meta.dirname, '../../src');

/** All of `src/`, in alphabetical order. */
export function readSourceTree(root = sourceRoot): readonly SourceFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith(`grammars${sep}`))
    .map((path) => path.split(sep).join('/'))
    .sort()
    .map((path) => readSourceFile(root, path));
}

function readSourceFile(root: string, path: string): SourceFile {
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

const resolveImport = (root: string, path: string, name: string): string =>
  relative(root, resolve(dirname(join(root, path)), name))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts');
