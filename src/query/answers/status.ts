import type { Clock } from '../../base/calendar.js';
import { counted, lasting } from '../../base/format-number.js';
import type { Ailment } from '../../health/issue.js';
import { ailmentWords } from '../../health/message.js';
import type { Incident } from '../../incidents/incident.js';
import type { Gap } from '../../pipeline/checkpoint.js';
import { context, header, list, message, records, section } from '../../render/blocks.js';
import type { Message } from '../../render/message.js';
import { bold, code, type Phrase, say } from '../../render/rich-text.js';
import type { FileCoverage, Of, Totals, Window } from '../../report/repository.js';
import { basisWords, gapWords, isPoorlyRead } from '../../report/words/coverage.js';
import { placeName } from '../../report/words/filter.js';
import { impactOf } from '../../report/words/impact.js';
import { incidentLine } from '../../report/words/incident-line.js';
import type { Asked, Command, Context } from '../answer.js';
import { isEverything } from '../language/merge-filters.js';
import type { When } from '../question.js';
import { isAbout, scopeAt } from '../scope.js';
import { incidentsView, placeView } from './place.js';

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

/** `status`: how things stand now; `status payments-api`: how one upstream, host or peer does. */
export const status: Command<'status'> = {
  what: 'status',
  usage: 'status [payments-api], incidents [yesterday]',
  help: 'what is open now, what failed in the last hour, whether the logs are read',
  answer: (question, context) => ({
    message: isEverything(question.of) ? ofAll(question, context) : ofPlace(question, context),
  }),
};

const lastHour: When = { name: 'last', count: 1, unit: 'hour' };
/** Lines that were lost yesterday evening still matter in the morning. */
const gapsToldMs = 86_400_000;
const lastDay: When = { name: 'last', count: 24, unit: 'hour' };

function ofAll(question: Asked<'status'>, context: Context) {
  const [when] = question.when;
  if (when === undefined || when.name === 'now') return overall(context);
  const scope = scopeAt(when, {}, context);
  return incidentsView(context.ledger.incidents(scope.window.span), scope, context);
}

function overall({ ledger, now, zone, incidentUrl }: Context) {
  const { window, coverage } = scopeAt(lastHour, {}, { ledger, now, zone });
  const totals = ledger.totals(window.span);
  const open = ledger.openIncidents();
  const gaps = ledger.gaps({ from: now - gapsToldMs, to: now + 1 });
  const ailments = ledger.ailments({ from: now, to: now + 1 });
  return statusView({ open, window, totals, coverage, gaps, ailments, incidentUrl }, { now, zone });
}

function ofPlace({ of }: Asked<'status'>, context: Context) {
  const { ledger } = context;
  const scope = scopeAt(lastDay, of, context);
  const recent = scopeAt({ name: 'now' }, of, context);
  const facts = {
    name: placeName(of),
    open: ledger.openIncidents().filter((incident) => isPlaced(of) && isAbout(incident, of)),
    recent: ledger.totals(recent.window.span, of),
    day: ledger.totals(scope.window.span, of),
    good: ledger.lastGood(scope.window.span, of),
    failedAt: ledger.singles(recent.window.span, of, 'latest', 1)[0]?.at ?? null,
  };
  return placeView(facts, scope, context);
}

/** Incidents are known by upstream alone. */
const isPlaced = ({ upstream }: Of) => upstream !== undefined;
