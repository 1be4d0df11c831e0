// Compiles every grammars/*.ne with nearleyc into src/grammars/*.ts. Skips files that are up to date.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const nearleyc = createRequire(import.meta.url).resolve('nearley/bin/nearleyc.js');
const out = join(root, 'src/grammars');
mkdirSync(out, { recursive: true });

for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ne'))) {
  const source = join(import.meta.dirname, file);
  const target = join(out, file.replace(/\.ne$/, '.ts'));
  const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (modified(target) > modified(source)) continue;
  execFileSync(process.execPath, [nearleyc, source, '-o', target], { stdio: 'inherit' });
  // The generated code is loosely typed; the module that wraps a grammar checks what it returns.
  writeFileSync(target, `// @ts-nocheck\n${readFileSync(target, 'utf8')}`);
}
