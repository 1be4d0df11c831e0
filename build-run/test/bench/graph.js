/** Writes the import graph into `docs/architecture.md`: `npm run graph`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderImportGraph, replaceImportGraph } from '../support/import-graph.js';
import { readSourceTree } from '../support/source-tree.js';

const path = join(process.cwd(), 'docs/architecture.md');
const graph = renderImportGraph(readSourceTree(join(process.cwd(), 'src')));
writeFileSync(path, replaceImportGraph(readFileSync(path, 'utf8'), graph));
