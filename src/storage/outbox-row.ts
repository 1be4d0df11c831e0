import type { Letter, LetterKind, LetterState } from '../notify/outbox.js';
import type { Reason } from '../notify/reason.js';
import type { Value } from './connection.js';
import { parsed } from './values.js';

/** A row of the table `letter`. */
export type LetterRow = {
  readonly id: number;
  readonly kind: LetterKind['name'];
  readonly incident: number | null;
  readonly sequence: number | null;
  readonly reason: Reason | 'noted' | null;
  readonly broadcast: number;
  readonly day: string | null;
  readonly ailment: number | null;
  readonly message: string;
  readonly state: LetterState;
  readonly attempts: number;
  readonly not_before: number;
  readonly written_at: number;
};

/** The letter that a row tells of. */
export function letterFrom(row: LetterRow): Letter {
  return {
    id: row.id,
    what: whatFrom(row),
    message: parsed(row.message),
    state: row.state,
    attempts: row.attempts,
    notBefore: row.not_before,
    writtenAt: row.written_at,
  };
}

/** What a letter is, as the columns of its row. */
export function whatRow(what: LetterKind): Readonly<Record<string, Value>> {
  const { name: kind } = what;
  if (what.name === 'report') return { ...nothing, kind, day: what.day };
  if (what.name === 'health') return { ...nothing, kind, ailment: what.ailment };
  const { incident, sequence, reason } = what;
  const broadcast = Number(what.name === 'thread' && what.broadcast);
  return { ...nothing, kind, incident, sequence, reason, broadcast };
}

const nothing = { incident: null, sequence: null, reason: null, broadcast: 0, day: null, ailment: null };

function whatFrom({ kind, incident, sequence, reason, broadcast, day, ailment }: LetterRow): LetterKind {
  if (kind === 'report') return { name: kind, day: day ?? '' };
  if (kind === 'health') return { name: kind, ailment: ailment ?? 0 };
  const about = { incident: incident ?? 0, sequence: sequence ?? 0 };
  if (kind === 'thread')
    return { name: kind, ...about, reason: reason ?? 'opened', broadcast: broadcast === 1 };
  return { name: kind, ...about, reason: reason === 'noted' || reason === null ? 'opened' : reason };
}
