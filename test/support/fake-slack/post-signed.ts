import { createHmac } from 'node:crypto';
import type { Envelope } from './envelopes.js';
import type { Receipt } from './sockets.js';

/** The address of HTTP deliveries, and the secret that signs them. */
export type HttpTarget = { readonly url: string; readonly signingSecret: string };

/** Defects of a request. */
export type Forgery = {
  readonly secret?: string;
  readonly ageMs?: number;
  readonly version?: string;
  readonly unsigned?: boolean;
  /** Sent instead of the body that was signed. */
  readonly body?: string;
};

/** Posts a delivery as Slack does. The receipt includes the HTTP status. */
export async function postEnvelope(
  { url, signingSecret }: HttpTarget,
  envelope: Envelope,
  { secret = signingSecret, ageMs = 0, version = 'v0', unsigned = false, body }: Forgery = {},
): Promise<Receipt & { readonly status: number }> {
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

function encodeEnvelope({ type, payload }: Envelope): [string, string] {
  const form = 'application/x-www-form-urlencoded';
  switch (type) {
    case 'events_api':
      return ['application/json', JSON.stringify(payload)];
    case 'interactive':
      return [form, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()];
    case 'slash_commands':
      // Every field of a command is a string.
      return [form, new URLSearchParams(payload as Record<string, string>).toString()];
  }
}
