import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderImportGraph, replaceImportGraph } from './support/import-graph.js';
import { readSourceTree } from './support/source-tree.js';

const root = resolve(import.meta.dirname, '..');
const read = (path) => readFileSync(join(root, path), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
].filter((path) => existsSync(join(root, path)));
describe.each(documents)('%s', (path) => {
  it('names only paths that exist', () => {
    const paths = [...read(path).matchAll(/`((?:src|test|docs|grammars|demo)\/[\w./-]*\w\/?)`/g)];
    expect(paths.map(([, name = '']) => name).filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
  it('links only to files that exist', () => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)];
    const folder = join(root, path, '..');
    expect(links.map(([, link = '']) => link).filter((link) => !existsSync(join(folder, link)))).toEqual([]);
  });
});
it.each(['docs/guarantees.md', 'docs/threat-model.md'])('%s names only tests that exist', (path) => {
  const names = [...read(path).matchAll(/`([a-z]+\/[a-z-]+|regex-backtracking)`/g)].map(
    ([, name = '']) => name,
  );
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !existsSync(join(root, `test/${name}.test.ts`)))).toEqual([]);
});
it('the architecture shows the imports as they are (npm run graph)', () => {
  const architecture = read('docs/architecture.md');
  expect(architecture).toBe(replaceImportGraph(architecture, renderImportGraph(readSourceTree())));
});
it('the glossary names only types that are exported', () => {
  const exported = new Set(
    readSourceTree().flatMap(({ code }) =>
      [...code.matchAll(/^export (?:type|class|interface) (\w+)/gm)].map(([, name = '']) => name),
    ),
  );
  const types = [...read('docs/glossary.md').matchAll(/^\| [^|]+ \| `(\w+)` \|/gm)].map(
    ([, name = '']) => name,
  );
  expect(types.length).toBeGreaterThan(30);
  expect(types.filter((name) => !exported.has(name))).toEqual([]);
});
