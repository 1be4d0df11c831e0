import { z } from 'zod';
import { isCauseId } from '../diagnose/causes/index.js';
import { silenceMatcherSchema, silenceRecurrenceSchema } from '../notify/silence-schema.js';
import { logFormatIds } from '../parse/event.js';
import { StorageError } from './storage-error.js';
import { decodeJson } from './values.js';

/**
 * Parsers of the JSON columns that the program continues from and that are read seldom: a wrong value would send the
 * reader to a wrong offset, or mute incidents, without any error. Failures, incidents and messages are read by the
 * thousand, are written by this program alone and are shown rather than acted upon: `decodeJson` trusts those.
 */
const createParser = (column, shape) => (text) => {
  const result = shape.safeParse(decodeJson(text));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new StorageError(`The database is damaged: unexpected ${column} (${issues})`, {
    fileState: 'damaged',
  });
};
const count = z.int().nonnegative();
export const parseFileCheckpoint = createParser(
  'checkpoint.file_checkpoint',
  z.object({
    path: z.string(),
    realPath: z.string().exactOptional(),
    dev: z.string(),
    ino: z.string(),
    birthTimeNs: z.string(),
    offset: count,
    line: count,
    head: z.string(),
    tail: z.string(),
    position: z.string().exactOptional(),
    state: z.enum(['live', 'draining', 'done']),
  }),
);
const location = { file: z.string(), byte: count, line: count };
const record = z.object({
  text: z.string(),
  location: z.object(location),
  stampedAt: z.number().nullable(),
  source: z.string().nullable(),
  isPartial: z.literal(true).exactOptional(),
  isHearsay: z.literal(true).exactOptional(),
});
const heldRecords = z.object({
  records: z.array(
    z.object({
      record,
      start: count,
      end: count,
      quotes: z.enum(['target', 'application']).nullable(),
    }),
  ),
  workers: z.array(count),
});
const logZone = z.object({
  log: z.string(),
  readings: z.array(z.object({ utcOffsetMs: z.number(), since: z.number(), until: z.number() })),
  isConfirmed: z.boolean(),
  agreed: count,
  records: count,
});
export const parseParserState = createParser(
  'checkpoint.parser_state',
  z.object({
    openRecord: record.nullable(),
    held: heldRecords.exactOptional(),
    forged: count.exactOptional(),
    gateway: z.enum(logFormatIds).nullable(),
    lines: count,
    records: count,
    unparsed: count,
    unparsedExamples: z.array(z.object({ ...location, text: z.string() })),
    latestAt: z.number().nullable(),
    timezoneDrift: z
      .object({ errorMs: z.number(), records: count, firstReadAt: z.number(), lastReadAt: z.number() })
      .nullable(),
    zone: logZone.exactOptional(),
  }),
);
/** Events of pending requests are the correlator's own and are not checked one by one. */
const pendingRequest = z.custom(
  (value) =>
    z
      .looseObject({
        attempts: z.array(z.looseObject({ gateway: z.enum(logFormatIds) })),
        request: z.looseObject({ gateway: z.enum(logFormatIds) }).nullable(),
        openedAt: z.number(),
        lastFailure: z.looseObject({ key: z.string() }).nullable(),
      })
      .safeParse(value).success,
);
export const parsePendingRequest = createParser('pending_request.state', pendingRequest);
const heldFailure = z.custom(
  (value) => z.looseObject({ failure: z.looseObject({ key: z.string() }) }).safeParse(value).success,
);
const countsByLog = z.record(z.string(), z.number());
const gatewayEvidence = z.object({
  log: z.string(),
  linked: countsByLog,
  hasSharedId: z.boolean(),
  unlinked: z.number(),
  alike: countsByLog,
});
export const parseCorrelatorState = createParser(
  'correlator_state.state',
  z.object({
    pending: z.array(pendingRequest).exactOptional(),
    upstreamNames: z.array(z.tuple([z.string(), z.string().nullable()])),
    seenLogs: z.object({ attempts: z.boolean(), requests: z.boolean() }),
    zones: z.array(logZone).exactOptional(),
    held: z.array(heldFailure).exactOptional(),
    gateways: z.array(gatewayEvidence).exactOptional(),
  }),
);
const at = z.number();
const name = z.string().nullable();
const causeId = z.custom(isCauseId);
export const parseEmptyGroupsState = createParser(
  'recent_state.emptyGroups',
  z.object({
    seeds: z.array(
      z.object({
        ...{ cause: causeId, upstream: name, peer: name, server: name, host: name },
        ...{ firstAt: at, lastAt: at, count },
      }),
    ),
    checks: z.array(z.object({ at, peer: name, symptom: z.custom((value) => typeof value === 'string') })),
    episodes: z.array(
      z.tuple([
        z.string(),
        z.object({
          firstAt: at,
          lastAt: at,
          emptiedBy: z.object({ cause: causeId, upstream: name }).nullable(),
        }),
      ]),
    ),
    atLimit: z.array(z.string()),
    ejections: z.object({
      latest: z.array(z.object({ at, group: name, peer: name, server: name, host: name })),
      reportedAt: z.array(z.tuple([z.string(), at])),
    }),
  }),
);
export const parseWorkersState = createParser(
  'recent_state.workers',
  z.object({
    logs: z.array(z.object({ file: z.string(), pids: z.array(count), served: count })),
    toldAt: z.array(z.tuple([z.string(), at])),
  }),
);
export const parseClientNetworks = createParser(
  'recent_state.clients',
  z.array(z.object({ network: z.string(), seenAt: at, clients: count })),
);
export const parseSilenceMatcher = createParser('silence.matcher', silenceMatcherSchema);
export const parseSilenceRecurrence = createParser('silence.recurrence', silenceRecurrenceSchema);
export const parseIssueKind = createParser(
  'health_issue.kind',
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('no-lines'), path: z.string(), usualMinutes: z.number() }),
    z.object({ type: z.literal('behind') }),
    z.object({ type: z.literal('unsent'), messages: z.number(), why: z.string().optional() }),
    z.object({ type: z.literal('not-understood'), path: z.string(), unparsed: count, records: count }),
    z.object({ type: z.literal('forged'), path: z.string(), records: count }),
    z.object({ type: z.literal('wrong-zone'), path: z.string(), offsetMs: z.number() }),
  ]),
);
