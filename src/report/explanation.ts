import { dated } from '../base/calendar.js';
import type { Cause, Subject } from '../diagnose/cause.js';
import { causeOf } from '../diagnose/causes/index.js';
import { why } from '../diagnose/diagnosis.js';
import { subjectOf } from '../diagnose/fix-target.js';
import { familyOf } from '../parse/decoder.js';
import type { Event, Finding, Maker, Outcome } from '../parse/event.js';
import { context, header, list, message, records, section } from '../render/blocks.js';
import type { Message } from '../render/message.js';
import { bold, code, type Phrase, passage, say } from '../render/rich-text.js';
import { avoidWords, stepsAgainst, stepWords } from './words/advice.js';
import { ownFormatWords } from './words/coverage.js';
import { gatewayNames } from './words/names.js';

/** What one record says: each part and what it was read as, why it failed, what to do and what not to do. */
export function explanationView(record: string, event: Event | undefined): Message {
  if (event === undefined) return unreadView(record);
  const finding = event.type === 'attempt' || event.type === 'request' ? event.finding : null;
  const title = finding === null ? harmless(event) : causeOf(finding).title;
  return message({
    text: say`${title}. Read as a record of the ${gatewayNames[event.gateway]}.`,
    tone: finding === null ? 'good' : 'bad',
    blocks: [
      header([title]),
      ...(finding === null ? [] : diagnosisBlocks(finding, event)),
      list('The record says', 'bullet', partsOf(event)),
      records('Record', [record]),
      context(say`Read as: ${gatewayNames[event.gateway]}`),
    ],
  });
}

function unreadView(record: string): Message {
  return message({
    text: say`No gateway that is known here writes such a record.`,
    tone: 'neutral',
    blocks: [
      header(say`Not understood`),
      section(say`No gateway that is known here writes such a record.`, ownFormatWords),
      records('Record', [record]),
    ],
  });
}

function diagnosisBlocks(finding: Finding, event: Event) {
  const cause = causeOf(finding);
  return [
    section([passage(why(finding))], cause.meaning === '' ? undefined : [cause.meaning], verdictOf(event)),
    list('What to do', 'ordered', stepsOf(cause, event).map(stepWords)),
    section(...cause.avoid.map(avoidWords)),
  ];
}

const stepsOf = (cause: Cause, event: Event) =>
  stepsAgainst(cause, familyOf(event.gateway), subjectIn(event));

const subjectIn = (event: Event): Subject =>
  event.type === 'change'
    ? subjectOf({ peer: null, upstream: null })
    : subjectOf({ peer: event.peer, upstream: event.group });

function harmless(event: Event): string {
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
function verdictOf(event: Event): Phrase | undefined {
  if (event.type !== 'request') return undefined;
  const outcome = event.outcome === null ? '' : outcomeWords[event.outcome];
  const maker = event.madeBy === null ? '' : makerWords[event.madeBy];
  return [outcome, maker].some((words) => words !== '')
    ? [[outcome, maker].filter(Boolean).join(' ')]
    : undefined;
}

const outcomeWords: Readonly<Record<Outcome, string>> = {
  'client-visible': 'The client got the bad status.',
  'saved-by-retry': 'Another attempt answered, so the client noticed nothing.',
  'saved-by-fallback': 'A fallback answered, so the client noticed nothing.',
  truncated: 'The client got the beginning of an answer, and no more.',
  background: 'No client waited for it.',
  startup: 'The gateway was still starting.',
  undecided: 'Whether the client noticed is not in this record.',
};

const makerWords: Readonly<Record<Maker, string>> = {
  gateway: 'The gateway made that status itself.',
  upstream: 'The upstream sent that status.',
  'next-hop': 'The next gateway behind this one made that status.',
  undecided: 'Who made that status is not in this record.',
};

/** Each part that was found, in the order in which people ask. */
function partsOf(event: Event): Phrase[] {
  const exchange = event.type === 'change' ? undefined : event;
  const finding = event.type === 'attempt' || event.type === 'request' ? event.finding : null;
  const parts: readonly (readonly [string, string | number | null | undefined])[] = [
    ['Time', event.at === null ? null : dated(event.at).toISOString()],
    ['What happened', finding?.words ?? ('words' in event ? event.words : null)],
    ['Seen as', finding?.symptom],
    ['How far it got', finding?.phase],
    ['Status', 'status' in event ? event.status : null],
    ['Client', exchange?.client],
    ['Server', exchange?.server],
    ['Host', exchange?.host],
    ['Request', requestWords(event)],
    ['Upstream', exchange?.group ?? exchange?.upstream],
    ['Peer', exchange?.peer],
    ['Machine', event.source],
  ];
  return parts.flatMap(([name, value]) =>
    value === null || value === undefined || value === ''
      ? []
      : [say`${bold(`${name}:`)} ${code(String(value))}`],
  );
}

function requestWords(event: Event): string | null {
  if (event.type === 'change' || event.request === null) return null;
  const { method, target, protocol } = event.request;
  return `${method} ${target} ${protocol}`;
}
