import { minuteMs } from '../../base/duration.js';
import { formatCount, sumNumbers } from '../../base/format-number.js';
import { formatIncidentName } from '../../incidents/incident.js';
import { preformatted } from '../../render/blocks.js';
/** An hour of failures as bars, with a mark below each change. Undefined without failures. */
export function renderLastHour({ failuresPerMinute, from, changes, others }, isOver) {
  const counts = sumPerBar(failuresPerMinute);
  const countMax = Math.max(...counts, 0);
  if (countMax === 0) return undefined;
  const markedBars = new Set(changes.map(({ at }) => Math.floor((at - from) / barMs)));
  const markerRow = counts.map((_, at) => (markedBars.has(at) ? '▲' : ' ')).join('');
  const title = `${isOver ? 'The hour it ended' : 'Last hour'}, peak ${formatCount(countMax)} per 2 min${describeOthers(others)}`;
  return preformatted(
    title,
    [renderSparkline(counts), ...renderMarkerRow(markerRow), renderScale(counts.length, isOver)].join('\n'),
  );
}
/** `, with BG-1 and BG-2`: whose failures are in the bars as well. */
function describeOthers(others) {
  const names = others.slice(0, othersShownMax).map(formatIncidentName);
  if (names.length === 0) return '';
  return `, with ${names.join(' and ')}${others.length > othersShownMax ? ' and more' : ''}`;
}
const othersShownMax = 2;
/** Two minutes per bar: a phone shows about thirty characters of a line. */
const minutesPerBar = 2;
const barMs = minutesPerBar * minuteMs;
const sumPerBar = (perMinute) =>
  Array.from({ length: Math.ceil(perMinute.length / minutesPerBar) }, (_, index) =>
    sumNumbers(perMinute.slice(index * minutesPerBar, (index + 1) * minutesPerBar)),
  );
/** Labels the marks, which are explained nowhere else. */
const renderMarkerRow = (markerRow) => (markerRow.trim() === '' ? [] : [`${markerRow.trimEnd()} change`]);
const renderScale = (length, isOver) =>
  isOver ? '60 min' : `60 min ago${'now'.padStart(length - '60 min ago'.length)}`;
/** Numbers as bars, scaled to the highest; a dot is zero. */
export function renderSparkline(counts) {
  const countMax = Math.max(...counts, 1);
  return counts
    .map((count) => (count === 0 ? '·' : (barCharacters[chooseBar(count, countMax)] ?? '█')))
    .join('');
}
const barCharacters = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const chooseBar = (count, countMax) =>
  Math.min(barCharacters.length - 1, Math.floor((count / countMax) * barCharacters.length));
/** A day's failures as 24 bars above a scale of hours. */
export const renderHourStrip = (byHour) => `${renderSparkline(byHour)}\n${hourScale}`;
const hourScale = '0     6     12    18';
