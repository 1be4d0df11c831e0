import { toClampedDate } from '../base/calendar.js';
import { buildFixFacts } from '../diagnose/advice/fix-facts.js';
import { findCause } from '../diagnose/causes/index.js';
import { explainFinding } from '../diagnose/diagnosis.js';
import { ruleOutByConnectTime } from '../diagnose/rule-outs/index.js';
import { getProduct } from '../parse/decoder.js';
import { unwrapLine } from '../parse/envelope/unwrap.js';
import { proposeFormat } from '../parse/propose-format.js';
import { buildMessage, context, header, list, preformatted, records, section } from '../render/blocks.js';
import { bold, code, quote, text } from '../render/rich-text.js';
import {
  describeRuledOut,
  describeWarnings,
  describeWholeMeaning,
  describeWholeStep,
  listFixSteps,
} from './words/advice.js';
import { customFormatAdvice } from './words/coverage.js';
import { logFormatNames } from './words/names.js';
import { describeNearest, markStop } from './words/nearest.js';
/**
 * Explains one log record: its format and fields, why the request failed, what to do and what not to do. Of a paste that
 * is no record as it was logged, says how it was read, or where it stops being like a format.
 */
export function renderExplanation(record, { event, repairs, nearest }) {
  if (event === undefined) return renderUnparsed(record, nearest);
  const finding = event.type === 'attempt' || event.type === 'request' ? event.finding : null;
  const title = finding === null ? chooseHarmlessTitle(event) : findCause(finding).title;
  return buildMessage({
    text: text`${title}. ${describeFormat(event)}.`,
    tone: finding === null ? 'good' : 'bad',
    blocks: [
      header([title]),
      ...(finding === null ? [] : buildDiagnosisBlocks(finding, event)),
      list('Fields', 'bullet', listParts(event)),
      records('Record', [record]),
      context(
        describeFormat(event),
        repairs.length === 0 ? undefined : text`Not as a gateway writes it: ${repairs.join(', ')}`,
      ),
    ],
  });
}
function renderUnparsed(record, nearest) {
  return buildMessage({
    text: text`No known log format matches this record.`,
    tone: 'neutral',
    blocks: [
      header(text`Unknown format`),
      section(
        text`No known log format matches this record.`,
        nearest && describeNearest(nearest),
        describeProposal(record) ?? (nearest?.format === null ? undefined : customFormatAdvice),
      ),
      nearest && preformatted('Where it stops', markStop(nearest)),
      records('Record', [record]),
    ],
  });
}
const describeFormat = ({ gateway, isTaught }) =>
  isTaught === true ? text`Read as LOCAL_CAUSES teaches` : text`Format: ${logFormatNames[gateway]}`;
/** The setting that reads such lines, if their values show what they are. */
function describeProposal(record) {
  const proposed = proposeFormat(unwrapLine(record.trim()).text);
  return proposed === undefined
    ? undefined
    : text`It looks like an access line with ${proposed.names.join(', ')}. This setting reads it: ${code(`NGINX_LOG_FORMAT='${proposed.format}'`)}. Rename its other fields if they matter.`;
}
function buildDiagnosisBlocks(finding, event) {
  const cause = findCause(finding);
  return [
    section(
      [quote(explainFinding(finding))],
      describeWholeMeaning(cause, findFixFacts(event)),
      describeRuledOut(listRuledOut(finding, event)),
      describeOutcome(event),
    ),
    list('What to do', 'ordered', listSteps(cause, event).map(describeWholeStep)),
    section(...describeWarnings(cause, getProduct(event.gateway))),
  ];
}
/** One record excludes little: what it needed to connect, if it names a single attempt. */
const listRuledOut = ({ phase }, event) =>
  event.type === 'request' && event.upstreamAttempts.length === 1
    ? ruleOutByConnectTime(phase, event.upstreamAttempts[0]?.connectMs ?? null)
    : [];
const listSteps = (cause, event) => listFixSteps(cause, getProduct(event.gateway), findFixFacts(event));
const findFixFacts = (event) =>
  buildFixFacts({
    format: event.gateway,
    peer: event.type === 'change' ? null : event.peer,
    upstream: event.type === 'change' ? null : event.upstreamName,
    records: [{ text: event.text, file: event.location.file, source: event.source }],
  });
function chooseHarmlessTitle(event) {
  switch (event.type) {
    case 'change':
      return 'A change, not a failure';
    case 'request':
      return 'A request without a gateway failure';
    default:
      return 'No gateway failure';
  }
}
/** The outcome, as far as a single record shows it. */
function describeOutcome(event) {
  if (event.type !== 'request') return undefined;
  const outcome =
    event.outcome === null
      ? ''
      : event.status === null && statusSentences.has(event.outcome)
        ? 'The client saw the failure; the record has no status.'
        : outcomeSentences[event.outcome];
  const maker = event.madeBy === null ? '' : makerSentences[event.madeBy];
  return [outcome, maker].some((sentence) => sentence !== '')
    ? [[outcome, maker].filter(Boolean).join(' ')]
    : undefined;
}
/** Outcomes whose sentence speaks of the status, which a connection without HTTP has not. */
const statusSentences = new Set(['client-visible', 'application-error']);
const outcomeSentences = {
  'client-visible': 'The client received this status.',
  'saved-by-retry': 'Another attempt succeeded, so the client saw no error.',
  'saved-by-fallback': 'A fallback answered, so the client saw no error.',
  'answered-otherwise': 'Another server or an error page answered; the logs do not show which of the two.',
  truncated: 'The client received a truncated response.',
  background: 'No client was waiting for it.',
  startup: 'The gateway was still starting.',
  undecided: 'This record does not show whether the client saw it.',
  'application-error': 'The client received this status.',
};
const makerSentences = {
  gateway: 'The gateway generated the status itself.',
  upstream: 'The upstream returned the status.',
  'next-hop': 'The next gateway behind this one generated the status.',
  undecided: 'This record does not show who generated the status.',
};
/** The fields found in the record, in the order people ask for them. */
function listParts(event) {
  const trafficEvent = event.type === 'change' ? undefined : event;
  const finding = event.type === 'attempt' || event.type === 'request' ? event.finding : null;
  const parts = [
    ['Time', event.at === null ? null : toClampedDate(event.at).toISOString()],
    ['What happened', finding?.message ?? ('message' in event ? event.message : null)],
    ['Symptom', finding?.symptom],
    ['Phase', finding?.phase],
    ['Status', 'status' in event ? event.status : null],
    ['Client', trafficEvent?.client],
    ['Server', trafficEvent?.server],
    ['Host', trafficEvent?.host],
    ['Request', formatRequestLine(event)],
    ['Upstream', trafficEvent?.upstreamName ?? trafficEvent?.upstream],
    ['Peer', trafficEvent?.peer],
    ['Logged by', event.source],
  ];
  return parts.flatMap(([name, value]) =>
    value === null || value === undefined || value === ''
      ? []
      : [text`${bold(`${name}:`)} ${code(String(value))}`],
  );
}
function formatRequestLine(event) {
  if (event.type === 'change' || event.request === null) return null;
  const { method, target, protocol } = event.request;
  return `${method} ${target} ${protocol}`;
}
