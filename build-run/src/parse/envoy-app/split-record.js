import rules from '../../grammars/envoy-app.js';
import { parseJsonObject } from '../format/lenient-json.js';
import { createShapeParser } from '../shape/parse-shape.js';
import { createPlanCache } from '../shape/plan-cache.js';
import { isAppPlan } from './grammar-actions.js';
import { tokenizeAppRecord } from './tokenize-record.js';
/** Splits a record of any layout; undefined for other text. */
export function splitAppRecord(text) {
  if (text.startsWith('{')) return splitJsonRecord(parseJsonObject(text.replaceAll('\n', '')) ?? {});
  // A message may span lines; the header is on the first.
  const end = text.indexOf('\n');
  const line = end === -1 ? text : text.slice(0, end);
  const tokens = tokenizeAppRecord(line);
  const plan = findAppPlan(tokens.map(({ kind }) => kind));
  if (!plan) return undefined;
  const readPart = (index) => tokens[index] && line.slice(tokens[index].start, tokens[index].end);
  const message = `${readPart(plan.message) ?? ''}${end === -1 ? '' : text.slice(end)}`;
  return createAppRecord(plan.program, readPart(plan.time), readPart(plan.level) ?? '', message);
}
const parseAppShape = createShapeParser(rules, isAppPlan);
const findAppPlan = createPlanCache(parseAppShape);
/** Says where the header of a record stops being like one of the layouts. */
export function findHeaderStop(line) {
  const tokens = tokenizeAppRecord(line);
  const parsed = parseAppShape(tokens.map(({ kind }) => kind));
  if (!('failedIndex' in parsed)) return undefined;
  const names = parsed.listExpected().flatMap((type) => partNames.get(type) ?? []);
  const read = parsed.failedIndex - 1;
  const start = tokens[read]?.start;
  if (start === undefined || names.length === 0) return undefined;
  // The bracket before a value is no part of its token.
  const position = line[start - 1] === '[' ? start - 1 : start;
  return { format: null, position, expected: [...new Set(names)].join(' or '), evidence: 2 * read };
}
/** Parts of the header, as the grammar names them. */
const partNames = new Map([
  ['bracketed_thread', 'the thread, as in [12]'],
  ['bracketed_level', 'the level, as in [warning]'],
  ['bracketed_logger', 'the logger, as in [config]'],
  ['gap', 'a blank and the message'],
  ['tabbed_level', 'the level, as in warning'],
  ['envoy_scope', 'the scope, as in envoy config'],
  ['file', 'the source file, as in envoy/config.cc:190]'],
]);
function splitJsonRecord({ time, level, scope, msg }) {
  if (typeof level !== 'string' || typeof scope !== 'string' || typeof msg !== 'string') return undefined;
  const program = scope.startsWith('envoy ') ? 'envoy' : 'agent';
  return createAppRecord(program, typeof time === 'string' ? time : undefined, level, msg);
}
function createAppRecord(program, time, level, message) {
  const withContext = message.replace(sourceFilePrefix, '');
  const [, connection] = /^\[(?:C|Tags: "ConnectionId":")(\d{1,15})/.exec(withContext) ?? [];
  return {
    program,
    at: parseTime(time),
    level: levelNames.get(level.charAt(0).toLowerCase()) ?? level,
    message: withContext.replace(connectionPrefix, ''),
    connection: connection === undefined ? null : Number(connection),
  };
}
/** `[file:line] ` within the message, as in Istio's first releases. */
const sourceFilePrefix = /^\[[^\s[\]]{1,200}:\d+\] /;
/** `[C12] `, `[C12][S345] ` or `[Tags: "ConnectionId":"12"] `. */
const connectionPrefix = /^(?:\[C\d+\](?:\[S\d+\])? |\[Tags: [^\]]{1,400}\] )/;
/** Levels by first letter: some layouts have only the letter, before the date. */
const levelNames = new Map(
  ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'fatal', 'off'].map((name) => [
    name.charAt(0),
    name,
  ]),
);
/** Envoy writes UTC unless its timezone was changed; the record does not show it. */
function parseTime(text) {
  if (text === undefined) return null;
  const time = Date.parse(`${text.replace(' ', 'T').replace(',', '.').replace(/Z$/, '')}Z`);
  return Number.isNaN(time) ? null : time;
}
