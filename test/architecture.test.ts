import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../src');
const edges = ['tail', 'store', 'slack', 'paint', 'web'];
const roots = ['main.ts', 'cli'];

/** Modules of node that neither ask the clock nor touch the world. */
const pureModules =
  /^(node:(path|url|util|crypto)|zod|nearley|@slack\/types|croner|echarts\/(core|charts|components|renderers))$/;
const impureWords = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /\bprocess\./,
  /\bconsole\./,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\bfetch\(/,
  /\bperformance\./,
];

type Module = {
  readonly path: string;
  readonly ring: string;
  readonly code: string;
  readonly imports: readonly string[];
};

const modules = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith(`grammars${sep}`))
  .map(moduleAt);

describe('pure core, thin edges', () => {
  it.each(modules.filter(({ ring }) => ring === 'pure'))('$path is pure', ({ path, code, imports }) => {
    expect(imports.filter((name) => !isPureImport(path, name))).toEqual([]);
    const bare = withoutComments(code);
    expect(impureWords.filter((word) => word.test(bare)).map(String)).toEqual([]);
  });

  it.each(modules.filter(({ ring }) => edges.includes(ring)))(
    '$path imports no other edge',
    ({ path, ring, imports }) => {
      const rings = imports.filter(isRelative).map((name) => ringOf(target(path, name)));
      expect(rings.filter((other) => other !== 'pure' && other !== ring)).toEqual([]);
    },
  );

  it('has no drawer for things without a name', () => {
    const drawers = modules.filter(({ path }) =>
      /(^|[/\\.-])(utils?|helpers?|types|manager|misc)\.ts$|(^|[/\\])common\.ts$/.test(path),
    );
    expect(drawers.map(({ path }) => path)).toEqual([]);
  });
});

function moduleAt(path: string): Module {
  const code = readFileSync(join(src, path), 'utf8');
  const imports = [...code.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+'([^']+)'/gms)].map(
    (match) => match[1] ?? '',
  );
  return { path, ring: ringOf(path), code, imports };
}

function ringOf(path: string): string {
  const [first = ''] = path.split(sep);
  if (edges.includes(first)) return first;
  return roots.includes(first) ? 'root' : 'pure';
}

function isPureImport(path: string, name: string): boolean {
  return isRelative(name) ? ringOf(target(path, name)) === 'pure' : pureModules.test(name);
}

const isRelative = (name: string) => name.startsWith('.');
const target = (path: string, name: string) => relative(src, resolve(dirname(join(src, path)), name));
const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
