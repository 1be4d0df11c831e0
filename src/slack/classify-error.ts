import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Delivery } from '../notify/channel.js';
import { networkCode, notSlack, platformCode, whyItFailed } from './error-text.js';

/** Posting twice makes two messages; editing twice makes one. */
export type Call = 'post' | 'update';

/** What a failed call means for whoever wants to try again. */
export function deliveryOf(error: unknown, call: Call): Delivery {
  const why = whyItFailed(error);
  if (error instanceof WebAPIRateLimitedError) return later(error.retryAfter * 1000, why);
  if (error instanceof WebAPIPlatformError) return ofCode(platformCode(error), call, why);
  if (neverArrived(error)) return later(pauseMs, why);
  return lost(call, why);
}

/** True when Slack would not take the blocks, so that a plainer message may pass. */
export const isAboutLayout = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && layoutCodes.has(platformCode(error));

const pauseMs = 5000;
const limitedMs = 30_000;
const mendingMs = 60_000;

const busyCodes = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
/** Slack stumbled, and does not say whether before or after it did the work. */
const stumbledCodes = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  notSlack,
]);
/** What people can put right while the letter waits: an invitation, an archive undone, a new token. */
const mendableCodes = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'missing_scope',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
]);
const goneCodes = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const layoutCodes = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'only_one_table_allowed',
  'invalid_attachments',
  'too_many_attachments',
]);

function ofCode(code: string, call: Call, why: string): Delivery {
  if (busyCodes.has(code)) return later(limitedMs, why);
  if (stumbledCodes.has(code)) return lost(call, why);
  if (mendableCodes.has(code)) return later(mendingMs, why);
  return { name: 'refused', why, gone: goneCodes.has(code) };
}

/** The request ended before Slack could have read it, so even a post may be repeated. */
function neverArrived(error: unknown): boolean {
  if (error instanceof WebAPIHTTPError) return error.statusCode < 500;
  return error instanceof WebAPIRequestError && unconnected.has(networkCode(error) ?? '');
}

const unconnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

const later = (afterMs: number, why: string): Delivery => ({ name: 'later', afterMs, why });
const lost = (call: Call, why: string): Delivery =>
  call === 'post' ? { name: 'unknown', why } : later(pauseMs, why);
