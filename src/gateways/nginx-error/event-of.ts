import type { Event, Exchange, RequestLine } from '../../event.js';
import type { Dialect } from '../../gateway.js';
import type { LogRecord } from '../../line.js';
import { addressIn } from './address.js';
import { findingOf, isFailure } from './finding-of.js';
import type { FailureMeaning } from './meaning.js';
import type { Statement } from './statement.js';
import { isScripted, statusOf } from './status-of.js';

/** The event that a record tells of. */
export const eventOf = (statement: Statement, record: LogRecord, dialect: Dialect): Event => {
  const { head, message } = statement;
  const { meaning } = message;
  const origin = {
    gateway: 'nginx-error',
    place: record.place,
    at: head.time === null ? record.stampedAt : dialect.localTime(...head.time),
    source: record.source,
    text: record.text,
  } as const;
  const exchange = exchangeOf(statement);
  const words = wordsOf(message.text);

  if (meaning.says === 'change') {
    return { ...origin, type: 'change', kind: meaning.kind, words: meaning.words };
  }
  if (meaning.says === 'failure' && isFailure(meaning, statement)) {
    const finding = findingOf(
      meaning,
      statement,
      { peer: exchange.peer, tried: namedIn(statement, 'address') },
      words,
    );
    return {
      ...origin,
      ...exchange,
      type: 'attempt',
      finding,
      status: statusOf(meaning, finding, statement),
      pid: head.pid,
      connection: head.connection,
      subrequest: fieldOf(statement, 'subrequest'),
      suspect: isSuspect(statement),
    };
  }
  const kind =
    meaning.says === 'remark'
      ? meaning.kind
      : isAborted(meaning, statement)
        ? 'client-abort'
        : 'informational';
  return { ...origin, ...exchange, type: 'remark', kind, words, connection: head.connection };
};

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
  const [, method = text, target = '', protocol = ''] =
    /^(\S+)(?: ([\s\S]*?))??(?: (HTTP\/\d(?:\.\d)?))?$/.exec(text) ?? [];
  return { method, target, protocol };
}

const wordsMax = 300;
const wordsOf = (message: string): string => message.trim().replace(/\s+/g, ' ').slice(0, wordsMax);

/** Two heads or two contexts in one record: somebody wrote one of them into the other. */
function isSuspect({ context, isFreeText, message }: Statement): boolean {
  return context.contradicted || (isFreeText && message.text.includes('\n'));
}

/** At this level a socket that fails is the client's. */
const isAborted = ({ of, symptom }: FailureMeaning, { head }: Statement): boolean =>
  head.level === 'info' && of === 'socket' && (symptom === 'ECONNRESET' || symptom === 'EPIPE');
