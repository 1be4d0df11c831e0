import type { CauseId } from '../diagnose/causes/index.js';
import type { FixAnswer } from '../incidents/fix-answer.js';
import type { Incident, IncidentId } from '../incidents/incident.js';
import { correctCause, resolveIncident } from '../incidents/lifecycle.js';
import { mergeIncidents, splitIncident } from '../incidents/merge-incidents.js';
import type { Connection } from './connection.js';
import { saveFixAnswer } from './fix-answers.js';
import { saveIncident } from './incident-row.js';
import { getIncident, getNextCounters } from './incidents.js';
import { saveTimelineEntry } from './timeline.js';

export type IncidentWriter = {
  saveIncident(incident: Incident): void;
  /** Records who has taken the incident on; the first acknowledgement stays. Undefined when the incident is unknown. */
  acknowledge(incidentId: IncidentId, by: string, at: number): Incident | undefined;
  /** Changes that people make. Each returns the incidents as they are afterwards; none when the change is impossible. */
  manualChanges: ManualChanges;
};

/** `by` is a Slack user id, or a name in a terminal. */
export type ManualChanges = {
  resolve(incidentId: IncidentId, by: string, at: number): readonly Incident[];
  /** Merges the child into the parent, as both are one fault. */
  merge(parentId: IncidentId, childId: IncidentId, by: string, at: number): readonly Incident[];
  /** Moves one upstream into an incident of its own: the second of those returned. */
  split(incidentId: IncidentId, upstream: string | null, by: string, at: number): readonly Incident[];
  /** Corrects the cause; null: the cause is unknown, but not the one that was named. */
  correct(incidentId: IncidentId, cause: CauseId | null, by: string): readonly Incident[];
  /** Adds a note to the timeline. */
  note(incidentId: IncidentId, text: string, by: string, at: number): readonly Incident[];
  /** Records what ended an incident that is over. */
  recordWhatHelped(incidentId: IncidentId, answer: FixAnswer, by: string, at: number): readonly Incident[];
};

export const createIncidentWriter = (db: Connection): IncidentWriter => ({
  saveIncident: (incident) => saveIncident(db, incident),

  acknowledge: (incidentId, by, at) =>
    db.transaction(() => {
      const incident = getIncident(db, incidentId);
      if (incident === undefined || incident.acknowledgement !== null) return incident;
      const acknowledged: Incident = { ...incident, acknowledgement: { by, at } };
      saveIncident(db, acknowledged);
      return acknowledged;
    }),

  manualChanges: createManualChanges(db),
});

/** Longer notes are cut: a timeline is no wiki. */
const noteCharsMax = 2_000;

function createManualChanges(db: Connection): ManualChanges {
  /** Changes incidents in one transaction, and records who did it. */
  const change = (id: IncidentId, by: string, apply: (incident: Incident) => readonly Incident[]) =>
    db.transaction(() => {
      const incident = getIncident(db, id);
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
        const child = getIncident(db, childId);
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
        const created = { ...split.created, number: nextNumber };
        const event = { type: 'split', upstream, intoId: created.id } as const;
        saveTimelineEntry(db, { incidentId: id, entry: { at, by, event } });
        return [split.remaining, created];
      }),

    correct: (id, cause, by) => change(id, by, (incident) => [correctCause(incident, cause)]),

    note: (id, text, by, at) =>
      db.transaction(() => {
        const incident = getIncident(db, id);
        if (incident === undefined) return [];
        const event = { type: 'noted', text: text.slice(0, noteCharsMax) } as const;
        saveTimelineEntry(db, { incidentId: id, entry: { at, by, event } });
        return [incident];
      }),

    recordWhatHelped: (id, answer, by, at) =>
      db.transaction(() => {
        const incident = getIncident(db, id);
        if (incident?.state.type !== 'resolved' || incident.mergedIntoId !== null) return [];
        saveFixAnswer(db, id, { answer, by, at });
        saveTimelineEntry(db, { incidentId: id, entry: { at, by, event: { type: 'helped', answer } } });
        return [incident];
      }),
  };
}
