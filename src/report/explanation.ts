import { toClampedDate } from '../base/calendar.js';
import type { FixTarget } from '../diagnose/cause.js';
import { type Cause, findCause } from '../diagnose/causes/index.js';
import { explainFinding } from '../diagnose/diagnosis.js';
import { buildFixTarget } from '../diagnose/fix-target.js';
import { getProduct } from '../parse/decoder.js';
import type { Event, Finding, Maker, Outcome } from '../parse/event.js';
import { buildMessage, context, header, list, records, section } from '../render/blocks.js';
import type { Message } from '../render/message.js';
import { bold, code, quote, type RichText, text } from '../render/rich-text.js';
import { describeStep, describeWarning, listFixSteps } from './words/advice.js';
import { customFormatAdvice } from './words/coverage.js';
import { logFormatNames } from './words/names.js';

/** What one record says: each part and what it was read as, why it failed, what to do and what not to do. */
export function renderExplanation(record: string, event: Event | undefined): Message {
  if (event === undefined) return renderUnparsed(record);
  const failedCheck = event.type === 'attempt' || event.type === 'request' ? event.finding : null;
  const title = failedCheck === null ? chooseHarmlessTitle(event) : findCause(failedCheck).title;
  return buildMessage({
    text: text`${title}. Read as a record of the ${logFormatNames[event.gateway]}.`,
    tone: failedCheck === null ? 'good' : 'bad',
    blocks: [
      header([title]),
      ...(failedCheck === null ? [] : buildDiagnosisBlocks(failedCheck, event)),
      list('The record says', 'bullet', listParts(event)),
      records('Record', [record]),
      context(text`Read as: ${logFormatNames[event.gateway]}`),
    ],
  });
}

function renderUnparsed(record: string): Message {
  return buildMessage({
    text: text`No gateway that is known here writes such a record.`,
    tone: 'neutral',
    blocks: [
      header(text`Not understood`),
      section(text`No gateway that is known here writes such a record.`, customFormatAdvice),
      records('Record', [record]),
    ],
  });
}

function buildDiagnosisBlocks(failedCheck: Finding, event: Event) {
  const cause = findCause(failedCheck);
  return [
    section(
      [quote(explainFinding(failedCheck))],
      cause.meaning === '' ? undefined : [cause.meaning],
      describeOutcome(event),
    ),
    list('What to do', 'ordered', listSteps(cause, event).map(describeStep)),
    section(...cause.avoid.map(describeWarning)),
  ];
}

const listSteps = (cause: Cause, event: Event) =>
  listFixSteps(cause, getProduct(event.gateway), findFixTarget(event));

const findFixTarget = (event: Event): FixTarget =>
  event.type === 'change'
    ? buildFixTarget({ peer: null, upstream: null })
    : buildFixTarget({ peer: event.peer, upstream: event.upstreamName });

function chooseHarmlessTitle(event: Event): string {
  switch (event.type) {
    case 'change':
      return 'A change, no failure';
    case 'request':
      return 'A request that met no gateway failure';
    default:
      return 'No gateway failure';
  }
}

/** What came of it, as far as a request alone can tell. */
function describeOutcome(event: Event): RichText | undefined {
  if (event.type !== 'request') return undefined;
  const outcome = event.outcome === null ? '' : outcomeSentences[event.outcome];
  const maker = event.madeBy === null ? '' : makerSentences[event.madeBy];
  return [outcome, maker].some((sentence) => sentence !== '')
    ? [[outcome, maker].filter(Boolean).join(' ')]
    : undefined;
}

const outcomeSentences: Readonly<Record<Outcome, string>> = {
  'client-visible': 'The client got the bad status.',
  'saved-by-retry': 'Another attempt answered, so the client noticed nothing.',
  'saved-by-fallback': 'A fallback answered, so the client noticed nothing.',
  truncated: 'The client got the beginning of an answer, and no more.',
  background: 'No client waited for it.',
  startup: 'The gateway was still starting.',
  undecided: 'Whether the client noticed is not in this record.',
};

const makerSentences: Readonly<Record<Maker, string>> = {
  gateway: 'The gateway made that status itself.',
  upstream: 'The upstream sent that status.',
  'next-hop': 'The next gateway behind this one made that status.',
  undecided: 'Who made that status is not in this record.',
};

/** Each part that was found, in the order in which people ask. */
function listParts(event: Event): RichText[] {
  const trafficEvent = event.type === 'change' ? undefined : event;
  const failedCheck = event.type === 'attempt' || event.type === 'request' ? event.finding : null;
  const parts: readonly (readonly [string, string | number | null | undefined])[] = [
    ['Time', event.at === null ? null : toClampedDate(event.at).toISOString()],
    ['What happened', failedCheck?.message ?? ('message' in event ? event.message : null)],
    ['Seen as', failedCheck?.symptom],
    ['How far it got', failedCheck?.phase],
    ['Status', 'status' in event ? event.status : null],
    ['Client', trafficEvent?.client],
    ['Server', trafficEvent?.server],
    ['Host', trafficEvent?.host],
    ['Request', formatRequestLine(event)],
    ['Upstream', trafficEvent?.upstreamName ?? trafficEvent?.upstream],
    ['Peer', trafficEvent?.peer],
    ['Machine', event.source],
  ];
  return parts.flatMap(([name, value]) =>
    value === null || value === undefined || value === ''
      ? []
      : [text`${bold(`${name}:`)} ${code(String(value))}`],
  );
}

function formatRequestLine(event: Event): string | null {
  if (event.type === 'change' || event.request === null) return null;
  const { method, target, protocol } = event.request;
  return `${method} ${target} ${protocol}`;
}
