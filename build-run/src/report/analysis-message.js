import { formatCount, pluralize, sumNumbers } from '../base/format-number.js';
import { sumClientImpacting } from '../incidents/failure-counts.js';
import { buildMessage, context, header, list, records, section } from '../render/blocks.js';
import { bold, code, joinText, text } from '../render/rich-text.js';
import { describeErrorAnswers } from './words/answers.js';
import {
  countLogs,
  customFormatAdvice,
  describeParsedShare,
  describeZones,
  formatSpan,
} from './words/coverage.js';
import { describeGatewayRoles } from './words/gateway-roles.js';
import { describeGroup } from './words/group.js';
import { describeImpact } from './words/impact.js';
import { formatIncidentLine } from './words/incident-line.js';
import { describePattern, describePatternCounts, selectNotablePatterns } from './words/patterns.js';
/** The report of a one-shot analysis. */
export function renderAnalysis(summary, timezone) {
  const { span, totals, answers, groups, applicationErrors, routes, incidents, coverage } = summary;
  const patterns = selectNotablePatterns(summary.patterns, coverage);
  const clock = { now: span?.to ?? 0, timezone };
  const failures = sumClientImpacting(totals.outcomes);
  const isInconclusive = totals.failures === 0 && isMostlyUnparsed(coverage);
  const title = isInconclusive
    ? 'Unknown log format'
    : totals.failures === 0
      ? 'No gateway failures'
      : pluralize(failures, 'failure');
  return buildMessage({
    text: text`${title} in ${countLogs(coverage)}${totals.failures === 0 ? '' : text`: ${describeImpact(totals)}`}.`,
    tone: isInconclusive ? 'neutral' : failures > 0 ? 'bad' : 'good',
    blocks: [
      header([title]),
      section(
        isInconclusive ? text`Most records match no known format, so failures in them go unseen.` : undefined,
        isInconclusive ? customFormatAdvice : undefined,
        span === null ? undefined : text`${formatSpan(span, clock)}: ${describeImpact(totals)}.`,
        describeErrorAnswers(answers),
        routes.every(({ clientImpacting }) => clientImpacting === 0)
          ? undefined
          : text`${bold('Routes:')} ${describeRoutes(routes, failures)}`,
      ),
      list('What to do', 'ordered', groups.map(describeGroup)),
      list('No gateway failures, but', 'bullet', applicationErrors.map(describeGroup)),
      list(
        'Incidents',
        'bullet',
        incidents.slice(0, incidentsShownMax).map((incident) => formatIncidentLine(incident, clock)),
      ),
      section(...describePatternCounts(patterns)),
      list(
        '',
        'bullet',
        patterns.slice(0, patternsShownMax).map((pattern) => describePattern(pattern, clock)),
      ),
      records(
        'Example of an unparsed record',
        coverage.flatMap(({ examples }) => examples.map(({ text }) => text)).slice(0, 1),
      ),
      context(
        ...coverage.slice(0, filesShownMax).map(describeFile),
        describeParsedShare(coverage),
        ...describeZones(coverage),
        ...describeGatewayRoles(summary.gatewayRoles),
      ),
    ],
  });
}
/** True when most records are unparsed, so that an absence of failures proves nothing. */
function isMostlyUnparsed(coverage) {
  const sum = (countOf) => sumNumbers(coverage.map(countOf));
  return sum(({ unparsed }) => unparsed) * 2 > sum(({ records }) => records);
}
const incidentsShownMax = 10;
const patternsShownMax = 6;
const filesShownMax = 6;
/** The first routes, and what they leave out: together all that clients saw. */
function describeRoutes(routes, total) {
  const named = routes.filter(({ clientImpacting }) => clientImpacting > 0);
  const more = total - sumNumbers(named.map(({ clientImpacting }) => clientImpacting));
  return joinText(
    [
      ...named.map(({ key, clientImpacting }) => text`${code(key ?? '')} ${formatCount(clientImpacting)}`),
      ...(more > 0 ? [text`others ${formatCount(more)}`] : []),
    ],
    ', ',
  );
}
const describeFile = ({ file, lines, error }) =>
  error === null ? text`${code(file)} ${pluralize(lines, 'line')}` : text`${code(file)} ${error}`;
