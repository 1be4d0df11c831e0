import { type Logger, LogLevel } from '@slack/bolt';

/** Where this edge says what went wrong; `console` will do. */
export type SlackLog = { warn(line: string): void };

/** For those who tell their errors in another way. */
export const silentLog: SlackLog = { warn: () => {} };

/** Slack's own packages log through this: warnings and errors only, one line each, without secrets. */
export function createSlackLogger(log: SlackLog): Logger {
  const warn = (...values: unknown[]) => log.warn(`Slack: ${redactLine(values.map(String).join(' '))}`);
  const ignore = () => {};
  return {
    debug: ignore,
    info: ignore,
    warn,
    error: warn,
    setLevel: ignore,
    setName: ignore,
    getLevel: () => LogLevel.WARN,
  };
}

const lineCharsMax = 400;

/** A text that may hold anything, as one short line from which nobody can sign in or answer in our name. */
export const redactLine = (text: string): string =>
  text
    .slice(0, 4 * lineCharsMax)
    .replace(/\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w.-]+/g, '$1-…')
    .replace(/(https:\/\/hooks\.slack\.com|\/response|\/link)\/\S*/g, '$1/…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, lineCharsMax);

/** What an error says, as one line. */
export const formatErrorLine = (error: unknown): string =>
  redactLine(error instanceof Error ? error.message : String(error));
