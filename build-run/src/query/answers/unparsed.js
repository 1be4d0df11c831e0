import { formatPercent, pluralize } from '../../base/format-number.js';
import { bold, code, text } from '../../render/rich-text.js';
import { countLogs } from '../../report/words/coverage.js';
import { describePattern, describePatternCounts } from '../../report/words/patterns.js';
import { resolveScope } from '../scope.js';
import { renderAnswer } from './answer-view.js';
/** `unparsed lines`: records that were not parsed. */
export const unparsedHandler = {
  type: 'unparsed',
  phrases: [
    'unparsed',
    'unparsed lines',
    'not understood',
    'not parsed',
    'unreadable',
    'unparsed records',
    'coverage',
  ],
  precedence: 'first',
  usage: 'unparsed lines',
  help: 'records that were not parsed, by file and by pattern, with examples',
  answer: (question, context) => {
    const scope = resolveScope(question, context);
    const patterns = context.repository.linePatterns(scope.window.span);
    return { message: renderUnparsed(scope, patterns, context) };
  },
};
/** Renders the records that were not parsed, by file, and the patterns of those of the period. */
export function renderUnparsed(scope, patterns, clock) {
  const files = scope.coverage.filter(({ unparsed: unparsedCount }) => unparsedCount > 0);
  const unparsed = files.reduce((sum, file) => sum + file.unparsed, 0);
  const items = files.map(
    (file) =>
      text`${code(file.file)}: ${file.unparsed} of ${pluralize(file.records, 'record')}, ${formatPercent(file.unparsed, file.records)}`,
  );
  return renderAnswer(
    {
      lead:
        unparsed === 0
          ? text`${bold('None')}: every record was parsed.`
          : text`${bold(pluralize(unparsed, 'record'))} not parsed, in ${countLogs(files)}.`,
      details: [
        ...describePatternCounts(patterns),
        patterns.length === 0
          ? undefined
          : text`A pattern can be taught as noise, as a format or as a cause: see ${code('LOCAL_CAUSES')} in ${code('docs/local-causes.md')}.`,
      ],
      list: {
        title: '',
        items: [
          ...patterns.slice(0, patternsShownMax).map((pattern) => describePattern(pattern, clock)),
          ...items.slice(0, filesShownMax),
        ],
      },
      records: files.flatMap(({ examples }) => examples.map(({ text }) => text)).slice(0, examplesShownMax),
      tone: unparsed === 0 ? 'good' : 'neutral',
    },
    scope,
    clock,
  );
}
const patternsShownMax = 8;
const filesShownMax = 10;
const examplesShownMax = 5;
