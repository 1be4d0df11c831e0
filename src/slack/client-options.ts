import type { WebClientOptions } from '@slack/web-api';
import { type Log, slackLogger } from './log.js';

const answerWithinMs = 10_000;

/**
 * What every client of Slack's needs. A fresh object for each: Slack's packages write into the one they are given,
 * and the token of one client would end up in the next.
 */
export const callOptions = (apiUrl: string): WebClientOptions => ({
  slackApiUrl: apiUrl,
  timeout: answerWithinMs,
  allowAbsoluteUrls: false,
});

/** The same for who decides about a second try: a call is made once, and every failure is told. */
export const onceOptions = (apiUrl: string, log: Log): WebClientOptions => ({
  ...callOptions(apiUrl),
  logger: slackLogger(log),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
});
