import { correctCause, resolveIncident } from '../incidents/lifecycle.js';
import { mergeIncidents, splitIncident } from '../incidents/merge-incidents.js';
import { saveFixAnswer } from './fix-answers.js';
import { saveIncident } from './incident-row.js';
import { getIncident, getNextCounters } from './incidents.js';
import { saveTimelineEntry } from './timeline.js';
export const createIncidentWriter = (db) => ({
  saveIncident: (incident) => saveIncident(db, incident),
  acknowledge: (incidentId, by, at) =>
    db.transaction(() => {
      const incident = getIncident(db, incidentId);
      if (incident === undefined || incident.acknowledgement !== null) return incident;
      const acknowledged = { ...incident, acknowledgement: { by, at } };
      saveIncident(db, acknowledged);
      return acknowledged;
    }),
  manualChanges: createManualChanges(db),
});
/** Longer notes are cut: a timeline is no wiki. */
const noteCharsMax = 2_000;
function createManualChanges(db) {
  /** Changes incidents in one transaction, and records who did it. */
  const change = (id, by, apply) =>
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
        const event = { type: 'split', upstream, intoId: created.id };
        saveTimelineEntry(db, { incidentId: id, entry: { at, by, event } });
        return [split.remaining, created];
      }),
    correct: (id, cause, by) => change(id, by, (incident) => [correctCause(incident, cause)]),
    note: (id, text, by, at) =>
      db.transaction(() => {
        const incident = getIncident(db, id);
        if (incident === undefined) return [];
        const event = { type: 'noted', text: text.slice(0, noteCharsMax) };
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
