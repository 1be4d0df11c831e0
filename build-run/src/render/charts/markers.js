import { sanitizeChartText } from './chart-text.js';
import { isNarrow } from './theme.js';
/** Builds dashed lines at the markers, each with its label above if there is room. */
export function buildMarkersOption({ markers, labels }, theme, top) {
  const { marker: mark, muted } = theme.palette;
  const gapMin = labels.length * (isNarrow(theme) ? labelShare.narrow : labelShare.wide);
  const labelled = selectLabelled(markers, gapMin);
  return {
    symbol: 'none',
    silent: true,
    lineStyle: { color: mark, type: [3, 3], width: 1.5 },
    label: { position: top, distance: 6, fontSize: 11, color: muted },
    data: markers.map((marker) => ({
      xAxis: marker.column,
      label: {
        show: labelled.has(marker),
        formatter: sanitizeChartText(marker.label),
        align: alignLabel(marker.column / labels.length),
      },
    })),
  };
}
/** The share of the width that a label takes. */
const labelShare = { narrow: 0.3, wide: 0.13 };
/** Selects markers whose labels do not overlap, latest first: the latest change is the most likely suspect. */
function selectLabelled(markers, gapMin) {
  const labelled = [];
  for (const marker of [...markers].sort((a, b) => b.column - a.column)) {
    const last = labelled.at(-1);
    if (last === undefined || last.column - marker.column >= gapMin) labelled.push(marker);
  }
  return new Set(labelled);
}
/** Labels near an edge would be cut off if they were centred. */
const alignLabel = (position) => (position > 0.85 ? 'right' : position < 0.15 ? 'left' : 'center');
/** Returns an axis interval that shows at most `shownMax` labels, including the first. */
export function thinLabels(count, shownMax) {
  const every = Math.max(1, Math.ceil(count / shownMax));
  return { interval: (index) => index % every === 0 };
}
