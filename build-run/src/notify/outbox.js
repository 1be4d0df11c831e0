/** Returns the key that identifies a message in the channel, the same for every attempt. */
export const buildDedupKey = (kind) => {
  switch (kind.type) {
    case 'incident':
      return `incident:${kind.incidentId}`;
    case 'thread':
      return `thread:${kind.incidentId}:${kind.sequence}`;
    case 'health':
      return `health:${kind.issueId}`;
    case 'report':
      return `report:${kind.day}`;
  }
};
