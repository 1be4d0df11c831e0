import type { CauseId } from '../diagnose/cause.js';
import type { Incident } from '../incidents/incident.js';
import { correctedByHand, mergeInto, resolvedByHand, splitOff } from '../incidents/manual-changes.js';
import type { Connection } from './connection.js';
import { storeIncident } from './incident-row.js';
import { incidentById, nextCounters } from './incidents.js';
import { storeTurn } from './timeline.js';

/** What people do to incidents. Row numbers name them; `by` is a Slack user id, or a name in a terminal. */
export type ByHand = {
  resolve(incident: number, by: string, at: number): readonly Incident[];
  /** Makes `part` a part of `whole`, as both are one fault. */
  merge(whole: number, part: number, by: string, at: number): readonly Incident[];
  /** Takes one upstream out, into an incident of its own: the second of those returned. */
  split(incident: number, upstream: string | null, by: string, at: number): readonly Incident[];
  /** Says what the cause is; null: not the one that was named. */
  correct(incident: number, cause: CauseId | null, by: string): readonly Incident[];
  /** Writes a note onto the timeline. */
  note(incident: number, text: string, by: string, at: number): readonly Incident[];
};

/** Longer notes are cut: a timeline is no wiki. */
const noteCharsMax = 2_000;

export function byHand(sql: Connection): ByHand {
  /** Changes incidents as one, and writes down who did it. */
  const change = (id: number, by: string, act: (incident: Incident) => readonly Incident[]) =>
    sql.transaction(() => {
      const incident = incidentById(sql, id);
      const changed = incident === undefined ? [] : act(incident);
      for (const each of changed) storeIncident(sql, each, by);
      return changed;
    });

  return {
    resolve: (id, by, at) =>
      change(id, by, (incident) => {
        const resolved = resolvedByHand(incident, at);
        return resolved === undefined ? [] : [resolved];
      }),
    merge: (wholeId, partId, by, at) =>
      change(wholeId, by, (whole) => {
        const part = incidentById(sql, partId);
        const isPossible =
          part !== undefined && part.id !== whole.id && whole.partOf === null && part.partOf === null;
        if (!isPossible) return [];
        const merged = mergeInto(whole, part, at);
        return [merged.whole, merged.part];
      }),
    split: (id, upstream, by, at) =>
      change(id, by, (incident) => {
        const { nextId, nextNumber } = nextCounters(sql);
        const split = splitOff(incident, upstream, nextId);
        if (split === undefined) return [];
        const own = { ...split.own, number: nextNumber };
        storeTurn(sql, { incident: id, entry: { at, by, what: { name: 'split', upstream, into: own.id } } });
        return [split.left, own];
      }),
    correct: (id, cause, by) => change(id, by, (incident) => [correctedByHand(incident, cause)]),
    note: (id, text, by, at) =>
      sql.transaction(() => {
        const incident = incidentById(sql, id);
        if (incident === undefined) return [];
        const what = { name: 'noted', text: text.slice(0, noteCharsMax) } as const;
        storeTurn(sql, { incident: id, entry: { at, by, what } });
        return [incident];
      }),
  };
}
