import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { adviceOn } from './advice.js';
import { told } from './log.js';

/** Whether an answer means that the configuration must be put right; anything else may pass. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && refusals.has(platformCode(error));

const refusals = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'team_disabled',
]);

/** Why a call failed, in words that can be shown; the answer itself may be anything and is not. */
export function whyItFailed(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return adviceOn(platformCode(error));
  if (error instanceof WebAPIRateLimitedError) return `Slack asks to wait ${error.retryAfter} s`;
  if (error instanceof WebAPIHTTPError) return `Slack answered with HTTP ${error.statusCode}`;
  if (error instanceof WebAPIRequestError)
    return `Slack cannot be reached (${networkCode(error) ?? told(error.original)})`;
  return `Slack's answer was lost (${told(error)})`;
}

/** Slack's error code; a proxy's HTML page, which Slack's client hands out in its place, has none. */
export const platformCode = ({ data }: WebAPIPlatformError): string =>
  /^[a-z0-9_]{1,80}$/.test(data.error) ? data.error : notSlack;

/** Stands for an answer that did not come from Slack. */
export const notSlack = 'answer_not_from_slack';

/** `ECONNREFUSED` and its kind, however deep fetch and Slack's client have wrapped it. */
export function networkCode(error: unknown): string | undefined {
  let cause = error instanceof WebAPIRequestError ? error.original : error;
  for (let depth = 0; cause instanceof Error && depth < wrappingsMax; depth += 1) {
    if (cause.name === 'TimeoutError') return 'no answer in time';
    const { code } = cause as NodeJS.ErrnoException; // system errors carry a code, which Error does not declare
    if (typeof code === 'string') return code;
    cause = cause.cause;
  }
  return undefined;
}

const wrappingsMax = 5;
