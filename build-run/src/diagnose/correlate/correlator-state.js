export const noRestoredRequests = { latest: [], nextId: 1 };
export const emptyCorrelatorState = {
  upstreamNames: [],
  seenLogs: { attempts: false, requests: false },
};
