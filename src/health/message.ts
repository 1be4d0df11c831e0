import { basename } from 'node:path';
import type { Clock } from '../base/calendar.js';
import { counted, lasting } from '../base/format-number.js';
import { context, message, section } from '../render/blocks.js';
import type { Message } from '../render/message.js';
import { bold, code, joined, moment, type Phrase, say } from '../render/rich-text.js';
import type { Ailment, Complaint } from './issue.js';

/** The one message about something that is wrong with the bot itself; the same place says when it is over. */
export function healthView(ailment: Omit<Ailment, 'id'>, clock: Clock): Message {
  const { what, endedAt } = ailment;
  const line = healthLine(ailment, clock);
  if (endedAt !== null) return message({ text: line, tone: 'good', blocks: [section(line)] });
  return message({
    text: line,
    tone: 'warning',
    blocks: [
      section(line, say`${meaningOf(what)} ${adviceOn(what)}`),
      context(say`This message will say when it is over.`),
    ],
  });
}

/** The same as one sentence. */
export function healthLine({ what, since, endedAt }: Omit<Ailment, 'id'>, clock: Clock): Phrase {
  return endedAt === null
    ? say`${bold('badgateway itself:')} ${titleOf(what)} since ${moment(since, clock)}.`
    : say`${bold('Over:')} ${titleOf(what)}, from ${moment(since, clock)} to ${moment(endedAt, clock)} (${lasting(endedAt - since)}).`;
}

/** `no lines from access.log, since 14:02 (12 min)`. */
export function ailmentWords({ what, since, endedAt }: Omit<Ailment, 'id'>, clock: Clock): Phrase {
  const until = endedAt === null ? [] : say` to ${moment(endedAt, clock)}`;
  return say`${titleOf(what)}, ${endedAt === null ? 'since' : 'from'} ${moment(since, clock)}${until} (${lasting((endedAt ?? clock.now) - since)})`;
}

/** What was wrong in a time, newest first, as one sentence; undefined when nothing was. */
export function healthWords(ailments: readonly Ailment[], clock: Clock): Phrase | undefined {
  if (ailments.length === 0) return undefined;
  const more = ailments.length - ailmentsNamed;
  const named = ailments.slice(0, ailmentsNamed).map((ailment) => ailmentWords(ailment, clock));
  return say`badgateway itself: ${joined(named, '; ')}${more > 0 ? `; and ${counted(more, 'earlier trouble')}` : []}`;
}

const ailmentsNamed = 3;

function titleOf(what: Complaint): Phrase {
  switch (what.name) {
    case 'no-lines':
      return say`no lines from ${code(basename(what.path))}`;
    case 'behind':
      return say`a backlog in reading`;
    case 'unsent':
      return say`messages waiting for the channel`;
    case 'not-understood':
      return say`${counted(what.unparsed, 'record')} of ${what.records} in ${code(basename(what.path))} not understood`;
    case 'wrong-zone':
      return say`times in ${code(basename(what.path))} ${offWords(what.offMs)} the clock`;
  }
}

function meaningOf(what: Complaint): string {
  switch (what.name) {
    case 'no-lines':
      return `At this hour it usually has lines in at least ${what.usually} of 60 minutes; failures may go unseen.`;
    case 'behind':
      return 'Not all that was written has been read, so alerts may come late.';
    case 'unsent':
      return `The channel has not taken ${counted(what.letters, 'message')} yet; nothing is lost.`;
    case 'not-understood':
      return 'That is far more than usual; failures in those records go unseen.';
    case 'wrong-zone':
      return 'Its failures seem long over or still to come, and may not be told.';
  }
}

function adviceOn(what: Complaint): Phrase {
  switch (what.name) {
    case 'no-lines':
      return say`See whether the gateway serves at all, and whether it still writes to ${code(what.path)}.`;
    case 'behind':
      return say`See whether the disk or the database is slow, or a log grows without end.`;
    case 'unsent':
      return say`The program's own log says what Slack answered.`;
    case 'not-understood':
      return say`If its format was changed, set ${code('NGINX_LOG_FORMAT')} or ${code('ENVOY_LOG_FORMAT')}; ${code('status')} shows such records.`;
    case 'wrong-zone':
      return say`Set ${code('LOG_TIMEZONE')} to the zone that its gateway writes in.`;
  }
}

/** `2 h behind`, `30 min ahead of`. */
const offWords = (offMs: number): string =>
  `${lasting(Math.abs(offMs))} ${offMs < 0 ? 'behind' : 'ahead of'}`;
