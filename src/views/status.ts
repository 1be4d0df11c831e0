import type { Ailment } from '../ailment.js';
import type { Clock } from '../calendar.js';
import { counted, lasting } from '../figures.js';
import type { Incident } from '../incident.js';
import type { FileCoverage, Totals } from '../ledger.js';
import type { Message } from '../message.js';
import type { Gap } from '../position.js';
import type { Window } from '../question.js';
import { basisWords, isPoorlyRead } from './basis.js';
import { gapWords } from './gaps.js';
import { ailmentWords } from './health.js';
import { impactOf } from './impact.js';
import { incidentLine } from './incident-line.js';
import { context, header, list, message, records, section } from './kit.js';
import { bold, code, type Phrase, say } from './phrase.js';

/** How things stand now. */
export type StatusFacts = {
  readonly open: readonly Incident[];
  readonly window: Window;
  readonly totals: Totals;
  readonly coverage: readonly FileCoverage[];
  /** What reading lost in the last day. */
  readonly gaps: readonly Gap[];
  /** What is wrong with the bot itself now. */
  readonly ailments: readonly Ailment[];
  readonly incidentUrl?: ((incident: Incident) => string | undefined) | undefined;
};

/** What is open, what failed lately, and whether the logs are being read at all. */
export function statusView(facts: StatusFacts, clock: Clock): Message {
  const { open, window, totals, coverage, gaps, ailments, incidentUrl } = facts;
  const title = titleOf(facts);
  const recent = say`in the ${window.words}, ${impactOf(totals)}`;
  return message({
    text: say`${title}; ${recent}.`,
    tone: open.length > 0 ? 'bad' : 'good',
    blocks: [
      header([title]),
      list(
        '',
        'bullet',
        open.slice(0, openShown).map((incident) => incidentLine(incident, clock, incidentUrl?.(incident))),
      ),
      section(
        open.length > openShown ? say`and ${counted(open.length - openShown, 'more incident')}` : undefined,
        say`${bold(`In the ${window.words}:`)} ${impactOf(totals)}.`,
        say`${bold('Reading:')} ${readingWords(coverage, clock)}`,
      ),
      list(
        'badgateway itself',
        'bullet',
        ailments.slice(0, troublesShown).map((ailment) => ailmentWords(ailment, clock)),
      ),
      list(
        'Trouble with logs',
        'bullet',
        coverage.flatMap((file) => troubleWords(file)).slice(0, troublesShown),
      ),
      records('Not understood, for example', unreadIn(coverage)),
      context(...basisWords(window, coverage, clock), gapWords(gaps, clock)),
    ],
  });
}

const openShown = 8;
const troublesShown = 8;
const examplesShown = 3;

function titleOf({ open, coverage }: StatusFacts): string {
  if (open.length > 0) return counted(open.length, 'open incident');
  return coverage.some(({ latestAt }) => latestAt !== null) ? 'No open incident' : 'No log record yet';
}

/** Silence means good news only while records come in, so the age of the latest one is always told. */
export function readingWords(coverage: readonly FileCoverage[], { now }: Clock): Phrase {
  const latest = Math.max(...coverage.map(({ latestAt }) => latestAt ?? 0), 0);
  if (coverage.length === 0) return say`no file matches ${code('LOGS')}`;
  const files = counted(coverage.length, 'file');
  return latest === 0
    ? say`${files}, no record yet`
    : say`${files}, latest record ${lasting(now - latest)} ago`;
}

/** One record of each file that is read poorly: its format is what to look at. */
const unreadIn = (coverage: readonly FileCoverage[]): readonly string[] =>
  coverage
    .filter(isPoorlyRead)
    .flatMap(({ examples }) => examples[0]?.text ?? [])
    .slice(0, examplesShown);

/** What is wrong with a file; nothing when it is read well. */
export function troubleWords(coverage: FileCoverage): Phrase[] {
  const { file, trouble, records, unparsed } = coverage;
  if (trouble !== null) return [say`${code(file)} cannot be read: ${trouble}`];
  return isPoorlyRead(coverage)
    ? [say`${code(file)}: ${counted(unparsed, 'record')} of ${records} not understood`]
    : [];
}
