import { formatCount } from '../../base/format-number.js';
import { buildMarkersOption, thinLabels } from './markers.js';
import { isNarrow } from './theme.js';
/** Builds the echarts option for bars over time. */
export function buildBarChartOption(chart, theme) {
  const { palette } = theme;
  const size = chart.isSmall ? 'small' : isNarrow(theme) ? 'narrow' : 'wide';
  return {
    height: chartHeights[size],
    option: {
      grid: {
        left: 4,
        right: 8,
        top: chart.markers.length > 0 ? 26 : 12,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: {
        type: 'category',
        data: [...chart.labels],
        axisTick: { show: false },
        axisLine: { lineStyle: { color: palette.line } },
        axisLabel: {
          ...styleAxisLabel(palette),
          ...thinLabels(chart.labels.length, isNarrow(theme) ? 4 : 10),
        },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitNumber: chart.isSmall ? 2 : 3,
        splitLine: { lineStyle: { color: palette.line } },
        axisLabel: { ...styleAxisLabel(palette), formatter: (count) => formatCount(count) },
      },
      series: chart.series.map(({ counts }, index) => ({
        type: 'bar',
        stack: 'all',
        silent: true,
        barCategoryGap: chart.labels.length > 60 ? '12%' : '22%',
        barMaxWidth: 48,
        data: [...counts],
        itemStyle: { color: palette.series[index % palette.series.length] ?? palette.text },
        ...(index === 0 ? { markLine: buildMarkersOption(chart, theme, 'end') } : {}),
      })),
    },
  };
}
/** Returns the style of axis labels. */
export const styleAxisLabel = ({ muted }) => ({
  color: muted,
  fontSize: 12,
  hideOverlap: true,
});
const chartHeights = { small: 120, narrow: 190, wide: 230 };
