import type { CauseId } from '../diagnose/causes/index.js';
import type { Incident, IncidentId } from '../incidents/incident.js';
import { correctCause, resolveIncident } from '../incidents/lifecycle.js';
import { mergeIncidents, splitIncident } from '../incidents/merge-incidents.js';
import type { Connection } from './connection.js';
import { saveIncident } from './incident-row.js';
import { getIncidentById, getNextCounters } from './incidents.js';
import { saveTimelineEntry } from './timeline.js';

/** What people do to incidents. Row numbers name them; `by` is a Slack user id, or a name in a terminal. */
export type ManualChanges = {
  resolve(incidentId: IncidentId, by: string, at: number): readonly Incident[];
  /** Makes `part` a part of `whole`, as both are one fault. */
  merge(parentId: number, childId: number, by: string, at: number): readonly Incident[];
  /** Takes one upstream out, into an incident of its own: the second of those returned. */
  split(incidentId: IncidentId, upstream: string | null, by: string, at: number): readonly Incident[];
  /** Says what the cause is; null: not the one that was named. */
  correct(incidentId: IncidentId, cause: CauseId | null, by: string): readonly Incident[];
  /** Writes a note onto the timeline. */
  note(incidentId: IncidentId, text: string, by: string, at: number): readonly Incident[];
};

/** Longer notes are cut: a timeline is no wiki. */
const noteCharsMax = 2_000;

export function createManualChanges(db: Connection): ManualChanges {
  /** Changes incidents as one, and writes down who did it. */
  const change = (id: IncidentId, by: string, apply: (incident: Incident) => readonly Incident[]) =>
    db.transaction(() => {
      const incident = getIncidentById(db, id);
      const changedIncidents = incident === undefined ? [] : apply(incident);
      for (const changedIncident of changedIncidents) saveIncident(db, changedIncident, by);
      return changedIncidents;
    });

  return {
    resolve: (id, by, at) =>
      change(id, by, (incident) => {
        const resolved = resolveIncident(incident, at);
        return resolved === undefined ? [] : [resolved];
      }),
    merge: (parentId, childId, by, at) =>
      change(parentId, by, (parent) => {
        const child = getIncidentById(db, childId);
        const isPossible =
          child !== undefined &&
          child.id !== parent.id &&
          parent.mergedIntoId === null &&
          child.mergedIntoId === null;
        if (!isPossible) return [];
        const merged = mergeIncidents(parent, child, at);
        return [merged.parent, merged.child];
      }),
    split: (id, upstream, by, at) =>
      change(id, by, (incident) => {
        const { nextId, nextNumber } = getNextCounters(db);
        const split = splitIncident(incident, upstream, nextId);
        if (split === undefined) return [];
        const newIncident = { ...split.own, number: nextNumber };
        saveTimelineEntry(db, {
          incidentId: id,
          entry: { at, by, event: { type: 'split', upstream, intoId: newIncident.id } },
        });
        return [split.left, newIncident];
      }),
    correct: (id, cause, by) => change(id, by, (incident) => [correctCause(incident, cause)]),
    note: (id, text, by, at) =>
      db.transaction(() => {
        const incident = getIncidentById(db, id);
        if (incident === undefined) return [];
        const event = { type: 'noted', text: text.slice(0, noteCharsMax) } as const;
        saveTimelineEntry(db, { incidentId: id, entry: { at, by, event } });
        return [incident];
      }),
  };
}
