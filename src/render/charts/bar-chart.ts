import type { EChartsCoreOption } from 'echarts/core';
import { grouped } from '../../base/format-number.js';
import type { CourseChart } from './chart.js';
import { marksOption, shownLabels } from './markers.js';
import { type Colours, isNarrow, type Look } from './theme.js';

/** Echarts' words for bars over time. */
export function courseOption(chart: CourseChart, look: Look): Drawing {
  const { colours } = look;
  const size = chart.isSmall ? 'small' : isNarrow(look) ? 'narrow' : 'wide';
  return {
    height: heights[size],
    option: {
      grid: {
        left: 4,
        right: 8,
        top: chart.marks.length > 0 ? 26 : 12,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: {
        type: 'category',
        data: [...chart.labels],
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colours.line } },
        axisLabel: { ...labelOf(colours), ...shownLabels(chart.labels.length, isNarrow(look) ? 4 : 10) },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitNumber: chart.isSmall ? 2 : 3,
        splitLine: { lineStyle: { color: colours.line } },
        axisLabel: { ...labelOf(colours), formatter: (count: number) => grouped(count) },
      },
      series: chart.series.map(({ counts }, at) => ({
        type: 'bar',
        stack: 'all',
        silent: true,
        barCategoryGap: chart.labels.length > 60 ? '12%' : '22%',
        barMaxWidth: 48,
        data: [...counts],
        itemStyle: { color: colours.series[at % colours.series.length] ?? colours.ink },
        ...(at === 0 ? { markLine: marksOption(chart, look, 'end') } : {}),
      })),
    },
  };
}

/** What echarts is to draw, and how high it will be. */
export type Drawing = { readonly height: number; readonly option: EChartsCoreOption };

/** The writing on an axis. */
export const labelOf = ({ faint }: Colours) => ({ color: faint, fontSize: 12, hideOverlap: true });

const heights = { small: 120, narrow: 190, wide: 230 } as const;
