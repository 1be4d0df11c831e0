import { counted, grouped } from '../base/format-number.js';
import type { Span } from '../base/span.js';
import { alarmingIn } from '../incidents/failure-counts.js';
import type { Incident } from '../incidents/incident.js';
import { context, header, list, message, records, section } from '../render/blocks.js';
import type { Message } from '../render/message.js';
import { bold, code, joined, type Phrase, say } from '../render/rich-text.js';
import type { FileCoverage, Ranked, Totals } from './repository.js';
import type { GroupFacts } from './summary/group.js';
import { ownFormatWords, spanWords, understoodWords } from './words/coverage.js';
import { groupWords } from './words/group.js';
import { impactOf } from './words/impact.js';
import { incidentLine } from './words/incident-line.js';

/** What a one-shot analysis of files found. */
export type AnalysisFacts = {
  /** From the first record to the last; null when no record had a time. */
  readonly span: Span | null;
  readonly totals: Totals;
  readonly groups: readonly GroupFacts[];
  readonly routes: readonly Ranked[];
  readonly incidents: readonly Incident[];
  readonly coverage: readonly FileCoverage[];
};

/** The report of a one-shot analysis. */
export function analysisView(facts: AnalysisFacts, zone: string): Message {
  const { span, totals, groups, routes, incidents, coverage } = facts;
  const clock = { now: span?.to ?? 0, zone };
  const failures = alarmingIn(totals.outcomes);
  const isBlind = totals.failures === 0 && isMostlyUnread(coverage);
  const title = isBlind
    ? 'Not understood'
    : totals.failures === 0
      ? 'No gateway failures'
      : counted(failures, 'failure');
  return message({
    text: say`${title} in ${counted(coverage.length, 'file')}: ${impactOf(totals)}.`,
    tone: isBlind ? 'neutral' : failures > 0 ? 'bad' : 'good',
    blocks: [
      header([title]),
      section(
        isBlind ? say`Most records are in no known format, so failures in them are not seen.` : undefined,
        isBlind ? ownFormatWords : undefined,
        span === null ? undefined : say`${spanWords(span, clock)}: ${impactOf(totals)}.`,
        routes.length === 0 ? undefined : say`${bold('Routes:')} ${routeWords(routes)}`,
      ),
      list('What to do about it', 'ordered', groups.map(groupWords)),
      list(
        'Incidents',
        'bullet',
        incidents.slice(0, incidentsShown).map((incident) => incidentLine(incident, clock)),
      ),
      records(
        'An example of what was not understood',
        coverage.flatMap(({ examples }) => examples.map(({ text }) => text)).slice(0, 1),
      ),
      context(...coverage.slice(0, filesShown).map(fileWords), understoodWords(coverage)),
    ],
  });
}

/** True when silence says nothing about the gateway. */
function isMostlyUnread(coverage: readonly FileCoverage[]): boolean {
  const sum = (count: (file: FileCoverage) => number) =>
    coverage.map(count).reduce((all, one) => all + one, 0);
  return sum(({ unparsed }) => unparsed) * 2 > sum(({ records }) => records);
}

const incidentsShown = 10;
const filesShown = 6;

const routeWords = (routes: readonly Ranked[]): Phrase =>
  joined(
    routes.map(({ key, count }) => say`${code(key ?? 'unknown')} ${grouped(count)}`),
    ', ',
  );

const fileWords = ({ file, lines, trouble }: FileCoverage): Phrase =>
  trouble === null ? say`${code(file)} ${counted(lines, 'line')}` : say`${code(file)} ${trouble}`;
