/** Joins batches, for callers that commit rarely. The last version of an incident wins. */
export function mergeBatches(batches) {
  const incidents = new Map(
    batches.flatMap((batch) => batch.incidents.map((incident) => [incident.id, incident])),
  );
  return {
    checkpoints: batches.flatMap(({ checkpoints }) => checkpoints),
    failures: batches.flatMap(({ failures }) => failures),
    incidents: [...incidents.values()],
    traffic: batches.flatMap(({ traffic }) => traffic),
    peerTraffic: batches.flatMap(({ peerTraffic }) => peerTraffic),
    activity: batches.flatMap(({ activity }) => activity),
    requestTraffic: batches.flatMap(({ requestTraffic }) => requestTraffic),
    changes: batches.flatMap(({ changes }) => changes),
    linePatterns: batches.flatMap(({ linePatterns = [] }) => linePatterns),
    pendingChanges: {
      saved: batches.flatMap(({ pendingChanges }) => pendingChanges.saved),
      removed: batches.flatMap(({ pendingChanges }) => pendingChanges.removed),
    },
    gatewayRoles: batches.findLast(({ gatewayRoles }) => gatewayRoles !== undefined)?.gatewayRoles,
    correlatorState: batches.at(-1)?.correlatorState ?? null,
  };
}
