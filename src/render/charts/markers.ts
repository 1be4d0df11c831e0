import type { ChartMarker } from './chart.js';
import { sanitizeChartText } from './chart-text.js';
import { type ChartTheme, isNarrow } from './theme.js';

/** Dashed lines where something was done, each with its word above where there is room for it. */
export function buildMarkersOption(
  { markers, labels }: MarkedChart,
  theme: ChartTheme,
  top: 'start' | 'end',
) {
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

/** The part of the width that a word takes. */
const labelShare = { narrow: 0.3, wide: 0.13 } as const;

/** Those whose words do not run into each other. The latest go first: what was done last is looked for first. */
function selectLabelled(markers: readonly ChartMarker[], gapMin: number): ReadonlySet<ChartMarker> {
  const labelled: ChartMarker[] = [];
  for (const marker of [...markers].sort((a, b) => b.column - a.column)) {
    const last = labelled.at(-1);
    if (last === undefined || last.column - marker.column >= gapMin) labelled.push(marker);
  }
  return new Set(labelled);
}

type MarkedChart = { readonly markers: readonly ChartMarker[]; readonly labels: readonly string[] };

/** Words at an edge would be cut off if they stood in the middle of their line. */
const alignLabel = (position: number) => (position > 0.85 ? 'right' : position < 0.15 ? 'left' : 'center');

/** So few labels that they stand apart, the first one among them. */
export function thinLabels(count: number, shownMax: number) {
  const every = Math.max(1, Math.ceil(count / shownMax));
  return { interval: (index: number) => index % every === 0 };
}
