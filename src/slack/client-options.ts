import type { WebClientOptions } from '@slack/web-api';
import { createSlackLogger, type SlackLog } from './log.js';

const callTimeoutMs = 10_000;

/**
 * What every client of Slack's needs. A fresh object for each: Slack's packages write into the one they are given,
 * and the token of one client would end up in the next.
 */
export const createClientOptions = (apiUrl: string): WebClientOptions => ({
  slackApiUrl: apiUrl,
  timeout: callTimeoutMs,
  allowAbsoluteUrls: false,
});

/** The same for who decides about a second try: a call is made once, and every failure is told. */
export const createNoRetryClientOptions = (apiUrl: string, log: SlackLog): WebClientOptions => ({
  ...createClientOptions(apiUrl),
  logger: createSlackLogger(log),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
});
