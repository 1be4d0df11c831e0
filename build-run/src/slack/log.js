import { LogLevel } from '@slack/bolt';
/** For callers that report their errors themselves. */
export const silentLog = { warn: () => {} };
/** The logger of Slack's own packages: warnings and errors only, one line each, without secrets. */
export function createSlackLogger(log) {
  const warn = (...values) => log.warn(`Slack: ${redactLine(values.map(String).join(' '))}`);
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
/** Shortens any text to one line, without tokens and without addresses that let others post as the bot. */
export const redactLine = (text) =>
  text
    .slice(0, 4 * lineCharsMax)
    .replace(/\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w.-]+/g, '$1-…')
    .replace(/(https:\/\/hooks\.slack\.com|\/response|\/link)\/\S*/g, '$1/…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, lineCharsMax);
/** The message of an error, as one redacted line. */
export const formatErrorLine = (error) => redactLine(error instanceof Error ? error.message : String(error));
