import { getLocalHour } from '../base/calendar.js';
import { hourMs } from '../base/duration.js';
import { pluralize } from '../base/format-number.js';
import { buildMessage, context, list, section } from '../render/blocks.js';
import { code, text } from '../render/rich-text.js';
import { formatIncidentLine } from '../report/words/incident-line.js';
/**
 * The one message about what happened before the bot was started: the incidents that it would have told. Undefined when
 * none of them is over, as those that are still open are told as usual.
 */
export function renderHistoryMessage(incidents, { since, now, timezone, command }) {
  const told = incidents.filter(({ number, lastFailureAt }) => number !== null && lastFailureAt >= since);
  const over = told.filter(({ state }) => state.type === 'resolved');
  const [latest] = over;
  if (latest === undefined) return undefined;
  const clock = { now, timezone };
  const period = `the last ${Math.round((now - since) / hourMs)} h`;
  const nightCount = over.filter(({ firstFailureAt }) => isAtNight(firstFailureAt, timezone)).length;
  const atNight = nightCount === 0 ? '' : `, ${nightCount} of them at night`;
  const open = told.filter(({ state }) => state.type === 'open').length;
  const stillOpen = open === 0 ? [] : text` ${pluralize(open, 'more incident')} still open, told separately.`;
  const line = text`${pluralize(over.length, 'incident')} in ${period} before I was started${atNight}.${stillOpen}`;
  return buildMessage({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      list(
        'What I would have told',
        'bullet',
        over.slice(0, shownIncidentsMax).map((incident) => formatIncidentLine(incident, clock)),
      ),
      context(
        over.length > shownIncidentsMax ? text`and ${over.length - shownIncidentsMax} more` : undefined,
        text`Details: ${code(`${command} catch me up on BG-${latest.number ?? ''}`)}, ${code(`${command} report today`)}`,
      ),
    ],
  });
}
/** From 22:00 to 06:00. */
const isAtNight = (at, timezone) => {
  const hour = getLocalHour(at, timezone);
  return hour >= 22 || hour < 6;
};
const shownIncidentsMax = 8;
