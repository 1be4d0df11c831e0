import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { minuteMs } from '../base/duration.js';
import type { DeliveryResult } from '../notify/channel.js';
import { describeError, findNetworkCode, nonSlackAnswerCode, readPlatformCode } from './error-text.js';

/** A repeated post makes a second message; a repeated edit changes nothing. */
export type DeliveryMethod = 'post' | 'update';

/** Returns the delivery result of a failed call: whether, and when, to try again. */
export function classifyError(error: unknown, method: DeliveryMethod): DeliveryResult {
  const why = describeError(error);
  if (error instanceof WebAPIRateLimitedError) return retryAfter(error.retryAfter * 1000, why);
  if (error instanceof WebAPIPlatformError) return classifyPlatformCode(readPlatformCode(error), method, why);
  if (isUnsent(error)) return retryAfter(retryPauseMs, why);
  return classifyLostAnswer(method, why);
}

/** True when Slack refused the blocks, so plain text may be accepted. */
export const isLayoutError = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && layoutCodes.has(readPlatformCode(error));

const retryPauseMs = 5000;
const rateLimitPauseMs = 30_000;
const operatorFixPauseMs = minuteMs;

const rateLimitCodes = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
/** Slack failed, either before or after doing the work. */
const ambiguousCodes = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  nonSlackAnswerCode,
]);
/** Errors that people can fix while the message waits: invite the bot, unarchive the channel, issue a new token. */
const operatorFixableCodes = new Set([
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
const messageGoneCodes = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const layoutCodes = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'only_one_table_allowed',
  'invalid_attachments',
  'too_many_attachments',
]);

function classifyPlatformCode(code: string, method: DeliveryMethod, why: string): DeliveryResult {
  if (rateLimitCodes.has(code)) return retryAfter(rateLimitPauseMs, why);
  if (ambiguousCodes.has(code)) return classifyLostAnswer(method, why);
  if (operatorFixableCodes.has(code)) return retryAfter(operatorFixPauseMs, why);
  return { type: 'refused', why, isGone: messageGoneCodes.has(code) };
}

/** True when Slack cannot have read the request, so even a post may be repeated. */
function isUnsent(error: unknown): boolean {
  if (error instanceof WebAPIHTTPError) return error.statusCode < 500;
  return error instanceof WebAPIRequestError && connectionErrorCodes.has(findNetworkCode(error) ?? '');
}

const connectionErrorCodes = new Set([
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

const retryAfter = (retryAfterMs: number, why: string): DeliveryResult => ({
  type: 'later',
  retryAfterMs,
  why,
});
const classifyLostAnswer = (method: DeliveryMethod, why: string): DeliveryResult =>
  method === 'post' ? { type: 'unknown', why } : retryAfter(retryPauseMs, why);
