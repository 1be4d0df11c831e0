import { createHmac } from 'node:crypto';
/** Posts a delivery as Slack does. The receipt includes the HTTP status. */
export async function postEnvelope(
  { url, signingSecret },
  envelope,
  { secret = signingSecret, ageMs = 0, version = 'v0', unsigned = false, body } = {},
) {
  const [contentType, signedBody] = encodeEnvelope(envelope);
  const timestamp = String(Math.floor((Date.now() - ageMs) / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${signedBody}`).digest('hex');
  const sentAt = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    body: body ?? signedBody,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      ...(unsigned ? {} : { 'x-slack-signature': `${version}=${signature}` }),
    },
  });
  const text = await response.text();
  const payload = text.startsWith('{') ? JSON.parse(text) : text;
  return {
    isAcked: response.status === 200,
    durationMs: performance.now() - sentAt,
    payload,
    status: response.status,
  };
}
function encodeEnvelope({ type, payload }) {
  const form = 'application/x-www-form-urlencoded';
  switch (type) {
    case 'events_api':
      return ['application/json', JSON.stringify(payload)];
    case 'interactive':
      return [form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
    case 'slash_commands':
      // Every field of a command is a string.
      return [form, new URLSearchParams(payload).toString()];
  }
}
