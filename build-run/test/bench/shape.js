/** Prints figures about files and names in `src/`: `npm run shape`; `--list` adds the files and names. */
import { join } from 'node:path';
import { readSourceTree } from '../support/source-tree.js';

/** First words of function names, including those of predicates, such as `is`, `has` and `can`. */
const verbs = new Set(
  `accept acknowledge acquire act add advance adjust align allow amend analyse analyze announce answer append apply approximate archive ask
  assert assign attach back backup balance be begin bind bound break bring broadcast build bump cache calculate call can cancel carry
  catch categorize center change chart check checkpoint choose chunk clamp classify clean clear clip close coalesce collapse collect
  combine commit compare compile complete compose compress compute confirm connect consider contain convert copy correct correlate count
  cover create cut debounce decide decode decompress dedent dedupe deduplicate defer delete deliver demote deny derive describe deserialize
  destroy detect determine diagnose did diff discard discover dispatch divide do does download drain draw drop dump ease edit embed emit
  empty encode end enqueue ensure enter escape estimate evaluate examine exclude execute exit expand expect expire explain export extend
  extract fail fetch fill filter finalize find finish fit flag flatten flush fold follow forget format forward gather generate get give
  grade group grow guess handle has hash have hide highlight hold identify ignore import include increment indent index infer infers
  ingest init initialize insert inspect install intern interpret intersect invalidate invert is join keep knows label launch layout learn
  leave limit link list listen load locate lock log look lookup lower make map mark mask match matches may measure mention merge migrate minimize
  mount move name narrow needs normalize note notify number observe offer omit open order pack pad page paint parse partition pass paste pause peek
  persist pick place plan play plot point poll pop post prefer prepare prepend present press preview print probe process produce project
  promote propose prove provide prune pseudonymize publish pull push put quantize quarantine query queue quote raise rank rate read rebuild
  receive recognise recognize recompute reconcile record recover redact reduce refer refresh refuse register reject release reload
  remember remove rename render renew reopen repair repeat replace replay reply report request require reschedule reset resolve respond
  restart restore restrict resume retain retire retry return reuse reverse revert review rewind rewrite rotate round route run sample
  sanitize save say scale scan schedule score search seek select send separate serialize serve set settle shape share shift shorten should
  show shrink shuffle shut sign signal silence simulate simplify skip sleep slice snap sort spell splice split spread spring stamp start
  step stop store stream stringify strip submit subscribe substitute subtract suggest sum summarize supersede supports suppress swap switch
  sync take tally tell terminate test throttle throw tick time to toggle tokenize touch trace track transform translate traverse treat trim
  truncate try turn unescape union unpack unquote unwrap update upgrade upload upsert use validate verify visit wait wake walk warn was
  watch weigh widen withdraw work wrap write xor yield zip`.split(/\s+/),
);
const files = readSourceTree(join(process.cwd(), 'src'));
const names = files.flatMap(findExportedNames);
const functions = names.filter(({ isFunction }) => isFunction);
const noVerb = functions.filter(({ name }) => !verbs.has(splitWords(name)[0] ?? ''));
const oneWord = names.filter(({ name }) => splitWords(name).length === 1);
const homonyms = [...groupPaths(names)].filter(([, paths]) => paths.size > 1);
const docs = files.flatMap(({ path, code }) =>
  [...code.matchAll(/\/\*\*\s*(?:\*\s*)?(\S+)/g)].map(([, word = '']) => ({ path, word })),
);
const whDocs = docs.filter(({ word }) => /^(What|Whether|Who|Where|How)\b/.test(word));
const short = files.filter(({ code }) => countLines(code) < 20);
const lengths = files.map(({ code }) => countLines(code)).sort((a, b) => a - b);
const isVerbose = process.argv.includes('--list');
printRow('files in src/', files.length);
printRow('files outside the folders', files.filter(({ folder }) => folder === 'main').length, 'at most 1');
printRow(
  'files under 20 lines',
  short.length,
  'at most 35',
  short.map(({ path }) => path),
);
printRow('lines per file: median / 90th percentile / longest', [0.5, 0.9, 1].map(quantile).join(' / '));
printRow('dependencies between folders', countFolderDependencies(files));
printRow('exported names', names.length);
printRow(
  'exported functions that begin with a verb',
  percent(functions.length - noVerb.length, functions.length),
  'at least 60 %',
  noVerb.map(describeName),
);
printRow(
  'exported names of one word',
  percent(oneWord.length, names.length),
  'at most 15 %',
  oneWord.map(describeName),
);
printRow(
  'exported names with several meanings',
  homonyms.length,
  'at most 5',
  homonyms.map(([name, paths]) => `${name}: ${[...paths].join(', ')}`),
);
printRow(
  'doc comments that begin with What, Whether, Who, Where or How',
  percent(whDocs.length, docs.length),
  'at most 3 %',
  whDocs.map(({ path, word }) => `${path}: ${word}`),
);
function printRow(label, value, target = '', list = []) {
  console.log(`${label.padEnd(66)}${String(value).padStart(16)}  ${target}`.trimEnd());
  if (isVerbose) for (const line of list) console.log(`    ${line}`);
}
function findExportedNames({ path, code }) {
  const pattern = /^export (?:async )?(function\*?|const|type|class|interface) (\w+)(.*)/gm;
  return [...code.matchAll(pattern)].map(([, kind = '', name = '', rest = '']) => ({
    path,
    name,
    isFunction: kind.startsWith('function') || (kind === 'const' && isFunctionValue(rest, code, name)),
  }));
}
/** True if the value of a constant begins like an arrow function. */
function isFunctionValue(rest, code, name) {
  const start = code.indexOf(`export const ${name}${rest}`);
  const value = code.slice(start, start + 600).replace(/^[^=]*?(?:: [^=]*?)?= /s, '');
  return /^(async )?(<[^>]*>)?\(.*?=>/s.test(value.split(/;\n/)[0] ?? '') || /^(async )?\w+ =>/.test(value);
}
function groupPaths(all) {
  const paths = new Map();
  for (const { name, path } of all) paths.set(name, (paths.get(name) ?? new Set()).add(path));
  return paths;
}
function countFolderDependencies(all) {
  const dependencies = all.flatMap(({ folder, imports }) =>
    imports
      .filter((name) => name.endsWith('.ts'))
      .map((name) => name.split('/')[0])
      .filter((other) => other !== folder)
      .map((other) => `${folder} -> ${other}`),
  );
  return new Set(dependencies).size;
}
function quantile(share) {
  return lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))] ?? 0;
}
function splitWords(name) {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}
function countLines(code) {
  return code.trimEnd().split('\n').length;
}
function percent(part, whole) {
  return `${((100 * part) / whole).toFixed(1)} % of ${whole}`;
}
function describeName({ path, name }) {
  return `${path}: ${name}`;
}
