import { zoneErrorOf } from '../../base/timezone-drift.js';
import type { Dialect } from '../decoder.js';
import type { Event, Exchange, RemarkKind, RequestLine } from '../event.js';
import type { LogRecord } from '../line.js';
import { addressIn } from './address.js';
import { isScripted, statusOf } from './client-status.js';
import type { FailureMeaning, RemarkMeaning } from './meaning.js';
import type { Statement } from './split-record.js';
import { findingOf, isFailure } from './to-finding.js';

/** So much later than nginx an envelope is stamped at most; more is a delay, and tells nothing of the zone. */
const stampSlackMs = 60_000;

/** The event that a record tells of. Its members are listed one by one: spreading them costs more than the parse. */
export const eventOf = (statement: Statement, record: LogRecord, dialect: Dialect): Event => {
  const { head, message } = statement;
  const { meaning } = message;
  const { place, source, text } = record;
  const gateway = 'nginx-error';
  const at = timeOf(head, record, dialect);
  if (meaning.says === 'change') {
    return { type: 'change', gateway, place, at, source, text, kind: meaning.kind, words: meaning.words };
  }

  const { client, server, host, request, upstream, group, peer } = exchangeOf(statement);
  const words = wordsOf(message.text);
  const { connection, pid } = head;
  if (meaning.says === 'remark' || !isFailure(meaning, statement)) {
    const kind = remarkKind(meaning, statement);
    return {
      type: 'remark',
      gateway,
      place,
      at,
      source,
      text,
      client,
      server,
      host,
      request,
      upstream,
      group,
      peer,
      kind,
      words,
      connection,
    };
  }
  const finding = findingOf(meaning, statement, { peer, tried: namedIn(statement, 'address') }, words);
  return {
    type: 'attempt',
    gateway,
    place,
    at,
    source,
    text,
    client,
    server,
    host,
    request,
    upstream,
    group,
    peer,
    finding,
    status: statusOf(meaning, finding, statement),
    pid,
    connection,
    subrequest: fieldOf(statement, 'subrequest'),
    suspect: isSuspect(statement),
  };
};

/** nginx's own time names no zone. An envelope's does, and so tells which zone the gateway is in. */
function timeOf({ time }: Statement['head'], { stampedAt }: LogRecord, dialect: Dialect): number | null {
  if (time === null) return stampedAt;
  const at = dialect.localTime(...time);
  return stampedAt === null ? at : at - (zoneErrorOf(at, stampedAt, stampSlackMs) ?? 0);
}

/** At level info a socket that fails is the client's. */
function remarkKind(meaning: FailureMeaning | RemarkMeaning, { head }: Statement): RemarkKind {
  if (meaning.says === 'remark') return meaning.kind;
  const isClosed = meaning.symptom === 'ECONNRESET' || meaning.symptom === 'EPIPE';
  return head.level === 'info' && meaning.of === 'socket' && isClosed ? 'client-abort' : 'informational';
}

function exchangeOf(statement: Statement): Exchange {
  const upstream = statement.context.values.get('upstream');
  const named = namedIn(statement, 'name');
  const tried = upstream && addressIn(upstream.text);
  const isGroup = hasNoPeer(statement);
  const group = isGroup && !isScripted(statement) ? tried : undefined;
  return {
    client: fieldOf(statement, 'client') || fieldOf(statement, 'udp client') || null,
    server: fieldOf(statement, 'server'),
    host: fieldOf(statement, 'host'),
    request: requestLine(fieldOf(statement, 'request')),
    upstream: upstream?.text || startingUpstream(statement) || null,
    group: named?.replace(/:\d{1,5}$/, '') ?? group ?? null,
    peer: isGroup ? null : (tried ?? namedIn(statement, 'address')),
  };
}

const hasNoPeer = ({ message: { meaning } }: Statement): boolean =>
  meaning.says === 'failure' && meaning.symptom === 'no-peer';

/** At start there is no context, but the message quotes the upstream as it is configured. */
function startingUpstream(statement: Statement): string | null {
  const { meaning } = statement.message;
  return meaning.says === 'failure' && meaning.phase === 'starting' ? namedIn(statement, 'name') : null;
}

/** A value that was cut is no value: half a host is another host. */
function fieldOf(
  { context }: Statement,
  name: 'client' | 'udp client' | 'server' | 'host' | 'request' | 'subrequest',
): string | null {
  const value = context.values.get(name);
  return value?.isWhole ? value.text : null;
}

function namedIn({ message }: Statement, slot: 'name' | 'address'): string | null {
  const index = message.meaning.says === 'failure' ? message.meaning[slot] : undefined;
  const token = index === undefined ? undefined : message.tokens[index];
  if (token === undefined) return null;
  return message.text.slice(token.start, token.end).replace(/^["']|["']$/g, '');
}

function requestLine(text: string | null): RequestLine | null {
  if (text === null || text === '') return null;
  const methodEnd = text.indexOf(' ');
  if (methodEnd < 0) return { method: text, target: '', protocol: '' };
  const last = text.lastIndexOf(' ');
  const protocolStart = text.startsWith(' HTTP/', last) ? last : text.length;
  return {
    method: text.slice(0, methodEnd),
    target: text.slice(methodEnd + 1, protocolStart),
    protocol: text.slice(protocolStart + 1),
  };
}

const wordsMax = 300;
const wordsOf = (message: string): string =>
  message
    .slice(0, wordsMax)
    .replace(/\s*\n\s*/g, ' ')
    .trim();

/** Two heads or two contexts in one record: somebody wrote one of them into the other. */
function isSuspect({ context, isFreeText, message }: Statement): boolean {
  return context.contradicted || (isFreeText && message.text.includes('\n'));
}
