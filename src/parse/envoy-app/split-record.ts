import rules from '../../grammars/envoy-app.js';
import { type JsonObject, readJsonObject } from '../format/lenient-json.js';
import { shapeParser } from '../shape/parse-shape.js';
import { planCache } from '../shape/plan-cache.js';
import { isAppPlan } from './grammar-actions.js';
import { appTokens } from './tokenize-message.js';

/** One record of the application log, in whatever layout it came. */
export type AppRecord = {
  /** Istio's agent writes into the same stream as Envoy. */
  readonly program: 'envoy' | 'agent';
  /** Epoch ms; null where the layout has no year. */
  readonly at: number | null;
  readonly level: string;
  /** Without connection, stream and tags in front of it. */
  readonly message: string;
  /** The connection's number, where the message bears one. */
  readonly connection: number | null;
};

/** Takes the layout off a record; undefined for text in none of them. */
export function appRecord(text: string): AppRecord | undefined {
  if (text.startsWith('{')) return fromJson(readJsonObject(text.replaceAll('\n', '')) ?? {});
  // A message may span lines; the layout is all on the first.
  const end = text.indexOf('\n');
  const line = end === -1 ? text : text.slice(0, end);
  const tokens = appTokens(line);
  const plan = planOf(tokens.map(({ key }) => key));
  if (!plan) return undefined;
  const part = (index: number) => tokens[index] && line.slice(tokens[index].start, tokens[index].end);
  const message = `${part(plan.message) ?? ''}${end === -1 ? '' : text.slice(end)}`;
  return record(plan.program, part(plan.time), part(plan.level) ?? '', message);
}

const planOf = planCache(shapeParser(rules, isAppPlan));

function fromJson({ time, level, scope, msg }: JsonObject): AppRecord | undefined {
  if (typeof level !== 'string' || typeof scope !== 'string' || typeof msg !== 'string') return undefined;
  const program = scope.startsWith('envoy ') ? 'envoy' : 'agent';
  return record(program, typeof time === 'string' ? time : undefined, level, msg);
}

function record(
  program: AppRecord['program'],
  time: string | undefined,
  level: string,
  message: string,
): AppRecord {
  const inContext = message.replace(oldPlace, '');
  const [, connection] = /^\[(?:C|Tags: "ConnectionId":")(\d{1,15})/.exec(inContext) ?? [];
  return {
    program,
    at: timeOf(time),
    level: levelNames.get(level.charAt(0).toLowerCase()) ?? level,
    message: inContext.replace(context, ''),
    connection: connection === undefined ? null : Number(connection),
  };
}

/** `[file:line] ` in the message itself, as Istio's first releases have it. */
const oldPlace = /^\[[^\s[\]]{1,200}:\d+\] /;
/** `[C12] `, `[C12][S345] ` or `[Tags: "ConnectionId":"12"] `. */
const context = /^(?:\[C\d+\](?:\[S\d+\])? |\[Tags: [^\]]{1,400}\] )/;

/** Levels come whole, or as their first letter in front of a date. */
const levelNames: ReadonlyMap<string, string> = new Map(
  ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'fatal', 'off'].map((name) => [
    name.charAt(0),
    name,
  ]),
);

/** Envoy writes UTC unless its zone was changed, and never says which. */
function timeOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const time = Date.parse(`${text.replace(' ', 'T').replace(',', '.').replace(/Z$/, '')}Z`);
  return Number.isNaN(time) ? null : time;
}
