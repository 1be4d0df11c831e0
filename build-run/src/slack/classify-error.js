import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import {
  describeError,
  findNetworkCode,
  isUnreadableRateLimit,
  nonSlackAnswerCode,
  readPlatformCode,
} from './error-text.js';
/** Returns the delivery result of a failed call: whether, and when, to try again. */
export function classifyError(error, method) {
  const why = describeError(error);
  if (error instanceof WebAPIRateLimitedError) return retryAfter(readRetryAfter(error), why);
  if (isUnreadableRateLimit(error)) return retryAfter(rateLimitPauseMs, why);
  if (error instanceof WebAPIPlatformError) return classifyPlatformCode(readPlatformCode(error), method, why);
  if (isUnsent(error)) return retryAfter(null, why);
  return classifyLostAnswer(method, why);
}
/** True when Slack refused the blocks, or did not say which argument, so a simpler layout may be accepted. */
export const isLayoutError = (error) =>
  error instanceof WebAPIPlatformError && layoutCodes.has(readPlatformCode(error));
/** For a rate limit that names no time, or none that makes sense. */
const rateLimitPauseMs = 30_000;
const readRetryAfter = ({ retryAfter: seconds }) =>
  seconds > 0 ? Math.max(seconds * 1000, retryAfterMsMin) : rateLimitPauseMs;
const retryAfterMsMin = 1000;
const rateLimitCodes = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
/** Slack failed, either before or after doing the work. */
const ambiguousCodes = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  nonSlackAnswerCode,
]);
const messageGoneCodes = new Set([
  'message_not_found',
  'thread_not_found',
  'cannot_reply_to_message',
  'cant_update_message',
  'edit_window_closed',
]);
const layoutCodes = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'only_one_table_allowed',
  'invalid_attachments',
  'too_many_attachments',
  'attachment_payload_limit_exceeded',
  'invalid_array_arg',
  'invalid_arguments',
]);
/** The shortest text was refused as well: the same words are refused again, and the next edit brings others. */
const hopelessCodes = new Set(['no_text', 'msg_too_long', 'msg_blocks_too_long']);
function classifyPlatformCode(code, method, why) {
  if (rateLimitCodes.has(code)) return retryAfter(rateLimitPauseMs, why);
  if (ambiguousCodes.has(code)) return classifyLostAnswer(method, why);
  if (messageGoneCodes.has(code)) return { type: 'refused', why, isGone: true };
  if (hopelessCodes.has(code)) return { type: 'refused', why, isGone: false };
  // Any other code, known or not: somebody invites the bot, mends a token or ends a migration, and nothing is left unsaid.
  return retryAfter(null, why);
}
/** True when Slack cannot have read the request, so even a post may be repeated. */
function isUnsent(error) {
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
const retryAfter = (retryAfterMs, why) => ({
  type: 'later',
  retryAfterMs,
  why,
});
const classifyLostAnswer = (method, why) =>
  method === 'post' ? { type: 'unknown', why } : retryAfter(null, why);
