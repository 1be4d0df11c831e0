import { interpretZtunnelError } from './errors.js';
import { isZtunnelRecord, splitZtunnelRecord } from './split-record.js';
/** Decodes the access log of ztunnel, the L4 proxy of Istio's ambient mode, as text or JSON: one connection a record. */
export const ztunnelDecoder = {
  id: 'ztunnel',
  isRecordStart: isZtunnelRecord,
  isRecordComplete: () => true,
  decode: (record) => {
    const connection = splitZtunnelRecord(record.text);
    if (connection === undefined) return undefined;
    return connection.message.startsWith('connection opened')
      ? createNotice(connection, record)
      : createRequest(connection, record);
  },
};
function createRequest(connection, record) {
  const { fields } = connection;
  const judgement = judgeConnection(fields);
  const peer = fields.get('dst.addr') ?? null;
  return {
    ...createBase(connection, record),
    type: 'request',
    status: null,
    durationMs: parseDuration(fields.get('duration')),
    upstreamAttempts:
      peer === null
        ? []
        : [{ peer, status: null, connectMs: null, headerMs: null, responseMs: null, redirected: false }],
    finding: judgement?.finding ?? null,
    outcome: judgement?.outcome ?? null,
    madeBy: judgement?.madeBy ?? null,
    requestId: null,
    isSuspect: false,
  };
}
function judgeConnection(fields) {
  const error = fields.get('error');
  if (error === undefined) return null;
  const hasAnswer = Number(fields.get('bytes_recv') ?? 0) > 0;
  const meaning = interpretZtunnelError(error, hasAnswer || Number(fields.get('bytes_sent') ?? 0) > 0);
  if (meaning === 'harmless') return null;
  const { symptom, phase, certainty } = meaning;
  return {
    finding: { symptom, phase, certainty, socket: 'tcp', message: error.slice(0, 300), missingFields: [] },
    outcome: hasAnswer ? 'truncated' : 'client-visible',
    madeBy: symptom.startsWith('answered-') ? 'next-hop' : 'gateway',
  };
}
const createNotice = (connection, record) => ({
  ...createBase(connection, record),
  type: 'notice',
  kind: 'informational',
  message: connection.message,
});
function createBase({ at, fields }, record) {
  const peer = fields.get('dst.addr') ?? null;
  return {
    gateway: 'ztunnel',
    location: record.location,
    at: at ?? record.stampedAt,
    source: record.source,
    text: record.text,
    client: fields.get('src.addr')?.replace(/^\[?([^\]]{1,45}?)\]?:\d{1,5}$/, '$1') ?? null,
    server: null,
    host: null,
    request: null,
    upstream: peer,
    upstreamName: fields.get('dst.service') ?? null,
    peer,
    connection: null,
  };
}
/** `3ms`, `1.2s`; the number alone is milliseconds. */
function parseDuration(text) {
  const [, number, unit = 'ms'] = /^(\d{1,12}(?:\.\d{1,9})?)(µs|us|ms|s)?$/.exec(text ?? '') ?? [];
  if (number === undefined) return null;
  return Math.round(Number(number) * (unit === 's' ? 1000 : unit === 'ms' ? 1 : 0.001));
}
