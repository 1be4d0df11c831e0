import { describe, expect, it } from 'vitest';
import { readSourceTree } from './support/source-tree.js';

/**
 * The one rule: a folder imports only what stands before it, types included. Folders that share a line may not import
 * each other; the last line but one holds the adapters.
 */
const order = [
  ['grammars'],
  ['base'],
  ['render', 'parse'],
  ['diagnose', 'health'],
  ['incidents'],
  ['pipeline'],
  ['report'],
  ['notify'],
  ['config'],
  ['query'],
  ['tail', 'storage', 'slack', 'web'],
  ['cli'],
  ['main'],
];
/** The files of each folder that others may import. A longer list is a decision: everything else is free to change. */
const publicFiles = {
  base: [
    'calendar',
    'duration',
    'format-number',
    'glob',
    'ip-address',
    'printable',
    'pseudonymize',
    'redact',
    'secret-tokens',
    'span',
    'spelling',
    'timezone-drift',
    'wildcard',
  ],
  render: [
    'blocks',
    'charts/chart',
    'charts/standalone-svg',
    'controls',
    'csv',
    'file-content',
    'html',
    'message',
    'message-html',
    'mrkdwn',
    'page',
    'page-parts',
    'rich-text',
    'terminal',
  ],
  parse: [
    'access-fields',
    'customer',
    'decoder',
    'decoders',
    'envelope/unwrap',
    'event',
    'find-nearest',
    'format-advice',
    'format/envoy-format',
    'format/nginx-format',
    'format/parse-format',
    'gateway-instance',
    'gateway-log',
    'hold-records',
    'known-formats',
    'line',
    'local-patterns',
    'local-time',
    'parse-lines',
    'pattern-miner',
    'propose-format',
    'read-paste',
    'route-template',
    'shape/parse-shape',
    'shape/token',
    'zone-reading',
  ],
  diagnose: [
    'advice/fix-facts',
    'advice/fix-step',
    'advice/gateway-advice',
    'advice/known-surroundings',
    'advice/usual-answers',
    'aftermath',
    'cause-class',
    'causes/index',
    'causes/local',
    'cause',
    'causes/unknown',
    'correlate/correlator',
    'correlate/correlator-state',
    'correlate/gateway-hosts',
    'correlate/gateway-roles',
    'correlate/hops',
    'correlate/outcome',
    'correlate/pending-request',
    'correlate/pending-rows',
    'correlate/stored-requests',
    'diagnosis',
    'failure',
    'fix-target',
    'hints/index',
    'rule-outs/index',
    'rule-outs/rule-out',
    'upstream-stats',
  ],
  health: ['checks', 'hysteresis', 'inputs', 'issue', 'message'],
  incidents: [
    'active-incidents',
    'affected-upstream',
    'application-errors',
    'baseline',
    'common-factor',
    'empty-groups',
    'failing-routes',
    'fix-answer',
    'failing-traffic',
    'failure-counts',
    'impact-monitor',
    'incident',
    'incident-share',
    'incident-tracker',
    'lifecycle',
    'merge-incidents',
    'recent-clients',
    'severity',
    'status-counts',
    'timeline',
    'traffic-window',
    'usual-answers',
  ],
  pipeline: [
    'batch',
    'checkpoint',
    'fingerprint',
    'merge-by-time',
    'pipeline',
    'place-in-second',
    'reorder',
    'worker-changes',
  ],
  report: [
    'analysis-message',
    'build-report',
    'charts',
    'explanation',
    'export/api-json',
    'export/bundle',
    'export/json',
    'export/tables',
    'page/incident',
    'page/report',
    'page/sections',
    'report-message',
    'report-scope',
    'repository',
    'schedule',
    'summary/answers',
    'summary/bundle',
    'summary/day',
    'summary/failure-rate',
    'summary/fold-aftermath',
    'summary/group',
    'summary/headline',
    'summary/incident',
    'summary/incident-detail',
    'summary/period',
    'summary/week',
    'words/advice',
    'words/answers',
    'words/coverage',
    'words/filter',
    'words/fix-answer',
    'words/group',
    'words/hour-strip',
    'words/impact',
    'words/incident',
    'words/incident-line',
    'words/names',
    'words/nearest',
    'words/patterns',
    'words/timeline',
    'words/upstreams',
  ],
  notify: [
    'channel',
    'decide-notification',
    'deliver',
    'history-message',
    'outbox',
    'plan-notification',
    'policy',
    'second-road',
    'silence',
    'silence-schedule',
    'silence-schema',
    'silence-words',
    'simulate',
    'thread-message',
    'uploads',
  ],
  config: [
    'config',
    'decoder-options',
    'http-settings',
    'local-causes',
    'log-sources',
    'setting',
    'settings',
    'slack-settings',
    'try-samples',
  ],
  query: [
    'actions/button',
    'actions/confirm-silence',
    'actions/press-button',
    'actions/private-notes',
    'actions/render-buttons',
    'answer-question',
    'answers/file-notes',
    'attachment',
    'home',
    'operator-action',
    'permissions',
    'question-handler',
  ],
  tail: [
    'discover',
    'history',
    'line-splitter',
    'log-file',
    'log-reader',
    'logrotate-config',
    'read-whole',
    'sources/keep-sources',
    'spool',
    'tailer',
  ],
  storage: ['backup', 'connection', 'lock', 'quarantine', 'storage-error', 'store'],
  slack: ['channel', 'connect', 'handlers', 'identity', 'manifest', 'slack-error', 'uploader', 'user-groups'],
  web: ['metrics', 'routes', 'server'],
  cli: ['command-line'],
};
const adapters = new Set(['tail', 'storage', 'slack', 'web']);
const impureFolders = new Set([...adapters, 'cli', 'main']);
/** Packages that neither ask the clock nor touch the world. */
const purePackages =
  /^(node:(path|url|util|crypto|zlib)|zod|nearley|tldts|ipaddr\.js|damerau-levenshtein|lru-cache|get-east-asian-width|@slack\/types|echarts\/(core|charts|components|renderers))$/;
const impureNames = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /\bprocess\./,
  /\bconsole\./,
  /\bset(Timeout|Interval|Immediate)\b/,
  /\bfetch\(/,
  /\bperformance\./,
];
const files = readSourceTree();
const level = new Map(order.flatMap((folders, index) => folders.map((folder) => [folder, index])));
describe('the order of folders', () => {
  it('knows every folder', () => {
    expect(files.filter(({ folder }) => !level.has(folder)).map(({ path }) => path)).toEqual([]);
  });
  it('has main.ts alone beside the folders', () => {
    expect(files.filter(({ folder }) => folder === 'main').map(({ path }) => path)).toEqual(['main.ts']);
  });
  it('lets a folder import only what stands before it', () => {
    expect(files.flatMap(findUpwardImports)).toEqual([]);
  });
  it('lets others import only the public files of a folder, and lists no more than they do', () => {
    const imported = new Set(
      files.flatMap(({ folder, imports }) =>
        imports.filter(
          (name) => isInside(name) && folderOf(name) !== folder && folderOf(name) !== 'grammars',
        ),
      ),
    );
    const listed = Object.entries(publicFiles).flatMap(([folder, names]) =>
      names.map((name) => `${folder}/${name}.ts`),
    );
    expect([...imported].sort()).toEqual(listed.sort());
  });
  it('has no circle of imports', () => {
    expect(findCircles(files)).toEqual([]);
  });
});
describe('what stands below the adapters is pure', () => {
  const pure = files.filter(({ folder }) => !impureFolders.has(folder));
  it('imports no package that asks the clock or touches the world', () => {
    const impure = pure.flatMap(({ path, imports }) =>
      imports.filter((name) => !isInside(name) && !purePackages.test(name)).map((name) => `${path}: ${name}`),
    );
    expect(impure).toEqual([]);
  });
  it('names no clock, randomness, process, console, timer or fetch', () => {
    const impure = pure.flatMap(({ path, code }) =>
      impureNames.filter((word) => word.test(stripComments(code))).map((word) => `${path}: ${word}`),
    );
    expect(impure).toEqual([]);
  });
});
describe('files', () => {
  it('are no barrels', () => {
    const barrels = files.filter(({ code }) => /^export (\*|\{[^}]*\}) from\b/m.test(code));
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });
  it('never have names without meaning', () => {
    const nameless = files.filter(({ path }) =>
      /(^|[/.-])(utils?|helpers?|types|managers?|misc|common)\.ts$/.test(path),
    );
    expect(nameless.map(({ path }) => path)).toEqual([]);
  });
});
function findUpwardImports({ path, folder, imports }) {
  return imports
    .filter(isInside)
    .filter(
      (name) => folderOf(name) !== folder && (level.get(folderOf(name)) ?? 99) >= (level.get(folder) ?? 0),
    )
    .map((name) => `${path} -> ${name}`);
}
/** Each circle once, as the paths that it runs through. */
function findCircles(all) {
  const importsOf = new Map(all.map(({ path, imports }) => [path, imports.filter(isInside)]));
  const done = new Set();
  const circles = [];
  const visit = (path, trail) => {
    const start = trail.indexOf(path);
    if (start !== -1) circles.push([...trail.slice(start), path].join(' -> '));
    if (start !== -1 || done.has(path)) return;
    for (const next of importsOf.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of all) visit(path, []);
  return circles;
}
const isInside = (name) => name.endsWith('.ts');
const folderOf = (path) => (path.includes('/') ? (path.split('/')[0] ?? '') : 'main');
const stripComments = (code) => code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
