import { createSlackLogger } from './log.js';

const callTimeoutMs = 10_000;
/**
 * Options that every Slack client needs. Each client gets a new object: Slack's packages modify the one they are given,
 * and the token of one client would end up in the next.
 */
export const createClientOptions = (apiUrl) => ({
  slackApiUrl: apiUrl,
  timeout: callTimeoutMs,
  allowAbsoluteUrls: false,
});
/** For callers that decide about retries themselves: one attempt, and every failure is thrown. */
export const createNoRetryClientOptions = (apiUrl, log) => ({
  ...createClientOptions(apiUrl),
  logger: createSlackLogger(log),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
});
