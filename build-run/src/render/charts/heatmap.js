import { styleAxisLabel } from './bar-chart.js';
import { sanitizeChartText } from './chart-text.js';
import { buildMarkersOption, thinLabels } from './markers.js';
import { isNarrow } from './theme.js';
/** Builds the echarts option for a heatmap. */
export function buildHeatmapOption(chart, theme) {
  const { palette, width } = theme;
  const rows = isNarrow(theme) ? placeNamesAbove(chart) : placeNamesBeside(chart);
  const top = chart.markers.length > 0 ? 24 : 8;
  const levelColours = [palette.empty, ...palette.heat];
  const countMax = Math.max(1, ...chart.rows.flatMap(({ counts }) => counts));
  return {
    height: top + rows.length * (isNarrow(theme) ? 22 : 30) + 24,
    option: {
      grid: { left: isNarrow(theme) ? 4 : nameColumnWidth, right: 8, top, bottom: 22 },
      xAxis: {
        type: 'category',
        data: [...chart.labels],
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: {
          ...styleAxisLabel(palette),
          ...thinLabels(chart.labels.length, isNarrow(theme) ? 6 : 12),
        },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map((_, index) => index),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: {
          ...styleAxisLabel(palette),
          color: palette.text,
          interval: 0,
          inside: isNarrow(theme),
          margin: isNarrow(theme) ? 0 : 10,
          width: isNarrow(theme) ? width - 16 : nameColumnWidth - 16,
          overflow: 'truncate',
          formatter: (index) => sanitizeChartText(rows[Number(index)]?.name ?? ''),
        },
      },
      visualMap: {
        show: false,
        type: 'piecewise',
        dimension: 2,
        pieces: levelColours.map((color, value) => ({ value, color })),
      },
      series: [
        {
          type: 'heatmap',
          silent: true,
          itemStyle: { borderWidth: 2, borderColor: palette.surface },
          data: rows.flatMap(({ counts }, row) =>
            counts.map((count, column) => [
              column,
              row,
              computeHeatLevel(count, countMax, palette.heat.length),
            ]),
          ),
          markLine: buildMarkersOption(chart, theme, 'start'),
        },
      ],
    },
  };
}
const nameColumnWidth = 280;
const placeNamesBeside = ({ rows }) => rows;
/** A phone has no room beside the cells, so each name gets a row of its own above them. */
const placeNamesAbove = ({ rows }) =>
  rows.flatMap(({ name, counts }) => [
    { name, counts: [] },
    { name: '', counts },
  ]);
/** Returns 0 for none, else a level on a log scale: on a linear one, one bad hour would make all others look alike. */
const computeHeatLevel = (count, countMax, levels) =>
  count === 0
    ? 0
    : 1 + Math.min(levels - 1, Math.floor((Math.log1p(count) / Math.log1p(countMax)) * levels * 0.999));
