import { basename } from 'node:path';
import { formatDuration, pluralize } from '../base/format-number.js';
import { buildMessage, context, section } from '../render/blocks.js';
import { bold, code, joinText, text, timestamp } from '../render/rich-text.js';
/** The message about a problem with the bot itself, edited when the problem ends. */
export function renderHealthMessage(issue, clock) {
  const { kind, endedAt } = issue;
  const line = describeHealthIssue(issue, clock);
  if (endedAt !== null) return buildMessage({ text: line, tone: 'good', blocks: [section(line)] });
  return buildMessage({
    text: line,
    tone: 'warning',
    blocks: [
      section(line, text`${describeIssueMeaning(kind)} ${describeIssueAdvice(kind)}`),
      context(text`This message will be updated when the problem ends.`),
    ],
  });
}
/** The issue as one sentence, for the message and the program's log. */
export function describeHealthIssue({ kind, startedAt, endedAt }, clock) {
  return endedAt === null
    ? text`${bold('badgateway itself:')} ${describeIssueTitle(kind)} since ${timestamp(startedAt, clock)}.`
    : text`${bold('Resolved:')} ${describeIssueTitle(kind)}, from ${timestamp(startedAt, clock)} to ${timestamp(endedAt, clock)} (${formatDuration(endedAt - startedAt)}).`;
}
/** The issue as a phrase: `no lines from access.log, since 14:02 (12 min)`. */
export function summarizeHealthIssue({ kind, startedAt, endedAt }, clock) {
  const until = endedAt === null ? [] : text` to ${timestamp(endedAt, clock)}`;
  return text`${describeIssueTitle(kind)}, ${endedAt === null ? 'since' : 'from'} ${timestamp(startedAt, clock)}${until} (${formatDuration((endedAt ?? clock.now) - startedAt)})`;
}
/** The health issues of a period, newest first, as one sentence; undefined if there were none. */
export function summarizeHealthIssues(issues, clock) {
  if (issues.length === 0) return undefined;
  const more = issues.length - issuesShownMax;
  const described = issues.slice(0, issuesShownMax).map((issue) => summarizeHealthIssue(issue, clock));
  return text`badgateway itself: ${joinText(described, '; ')}${more > 0 ? `; and ${pluralize(more, 'earlier problem')}` : []}`;
}
const issuesShownMax = 3;
function describeIssueTitle(kind) {
  switch (kind.type) {
    case 'no-lines':
      return text`no lines from ${code(basename(kind.path))}`;
    case 'behind':
      return text`a backlog of unread log lines`;
    case 'unsent':
      return kind.why === undefined ? text`undelivered messages` : text`undelivered messages: ${kind.why}`;
    case 'not-understood':
      return text`${pluralize(kind.unparsed, 'record')} of ${kind.records} in ${code(basename(kind.path))} not parsed`;
    case 'forged':
      return text`${pluralize(kind.records, 'record')} in ${code(basename(kind.path))} that ${kind.records === 1 ? 'looks' : 'look'} forged`;
    case 'wrong-zone':
      return text`times in ${code(basename(kind.path))} ${formatClockOffset(kind.offsetMs)} the clock`;
  }
}
function describeIssueMeaning(kind) {
  switch (kind.type) {
    case 'no-lines':
      return `At this hour it usually has lines in at least ${kind.usualMinutes} of 60 minutes; failures may go unseen.`;
    case 'behind':
      return 'Alerts may be late.';
    case 'unsent':
      return `${pluralize(kind.messages, 'message')} waiting for Slack; nothing is lost.`;
    case 'not-understood':
      return 'That is far more than usual; failures in those records go unseen.';
    case 'forged':
      return 'They stand within text that a client can write. As failures they count only where the other log confirms them.';
    case 'wrong-zone':
      return 'Its failures appear to be in the past or the future, and may not be alerted on.';
  }
}
function describeIssueAdvice(kind) {
  switch (kind.type) {
    case 'no-lines':
      return text`Check that the gateway is serving requests and still writes to ${code(kind.path)}.`;
    case 'behind':
      return text`Check whether the disk or the database is slow, or a log grows without bound.`;
    case 'unsent':
      return kind.why === undefined
        ? text`See the program's own log for Slack's response.`
        : text`They are tried again until they are taken.`;
    case 'not-understood':
      return text`If its format has changed, set ${code('NGINX_LOG_FORMAT')} or ${code('ENVOY_LOG_FORMAT')}; ${code('status')} shows examples.`;
    case 'forged':
      return text`Follow both logs of the gateway, and use ${code('escape=json')} in ${code('log_format')}. The requests behind them have ${code('%0a')} in their path, or a repeated key in a header.`;
    case 'wrong-zone':
      return text`Set ${code('LOG_TIMEZONE')} to the time zone its gateway logs in.`;
  }
}
/** `2 h behind`, `30 min ahead of`. */
const formatClockOffset = (offsetMs) =>
  `${formatDuration(Math.abs(offsetMs))} ${offsetMs < 0 ? 'behind' : 'ahead of'}`;
