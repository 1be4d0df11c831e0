import type { WebClientOptions } from '@slack/web-api';

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
