/** The time that the object gives for its line, epoch ms. */
export function parseTime(members) {
  for (const name of [
    'time',
    '@timestamp',
    'timestamp',
    'ts',
    '_time',
    'Timestamp',
    'TimeGenerated',
    'TimeStamp',
  ]) {
    const value = members[name];
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(at)) return at;
    if (typeof value === 'number' && isEpochMs(value)) return Math.floor(value);
    if (typeof value === 'number' && isEpochMs(value * 1000)) return Math.floor(value * 1000);
  }
  const timestampUs = Number(
    members['_SOURCE_REALTIME_TIMESTAMP'] ?? members['__REALTIME_TIMESTAMP'] ?? Number.NaN,
  );
  if (Number.isFinite(timestampUs)) return Math.floor(timestampUs / 1000);
  const timestampNs = Number(members['timeUnixNano'] ?? members['observedTimeUnixNano'] ?? Number.NaN);
  return timestampNs > 0 ? Math.floor(timestampNs / 1_000_000) : null;
}
/** From 2001 to 2286; other numbers are durations or in other units. */
const isEpochMs = (value) => value >= 1e12 && value < 1e13;
/** The pod, container or host that the object names. */
export function findSource(members) {
  const kubernetes = asMembers(members['kubernetes']);
  const labels =
    asMembers(members['stream']) ??
    asMembers(members['labels']) ??
    asMembers(asMembers(members['resource'])?.['labels']);
  const names = [
    kubernetes?.['pod_name'],
    asMembers(kubernetes?.['pod'])?.['name'],
    labels?.['pod'],
    labels?.['pod_name'],
    members['container_name'],
    members['_HOSTNAME'],
    members['hostname'],
    asMembers(members['host'])?.['name'],
    members['host'],
  ];
  return names.find((name) => typeof name === 'string' && name !== '') ?? null;
}
function asMembers(value) {
  // Checked to be an object; its members stay unknown.
  return typeof value === 'object' && value !== null ? value : undefined;
}
