import { type Drawing, labelOf } from './bar-chart.js';
import type { StripChart } from './chart.js';
import { drawnText } from './chart-text.js';
import { marksOption, shownLabels } from './markers.js';
import { isNarrow, type Look } from './theme.js';

/** Echarts' words for a heat strip. */
export function stripOption(chart: StripChart, look: Look): Drawing {
  const { colours, width } = look;
  const lines = isNarrow(look) ? namesAbove(chart) : namesBeside(chart);
  const top = chart.marks.length > 0 ? 24 : 8;
  const heats = [colours.cold, ...colours.heat];
  const most = Math.max(1, ...chart.rows.flatMap(({ counts }) => counts));
  return {
    height: top + lines.length * (isNarrow(look) ? 22 : 30) + 24,
    option: {
      grid: { left: isNarrow(look) ? 4 : namesWidth, right: 8, top, bottom: 22 },
      xAxis: {
        type: 'category',
        data: [...chart.labels],
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { ...labelOf(colours), ...shownLabels(chart.labels.length, isNarrow(look) ? 6 : 12) },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: lines.map((_, at) => at),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: {
          ...labelOf(colours),
          color: colours.ink,
          interval: 0,
          inside: isNarrow(look),
          margin: isNarrow(look) ? 0 : 10,
          width: isNarrow(look) ? width - 16 : namesWidth - 16,
          overflow: 'truncate',
          formatter: (at: string) => drawnText(lines[Number(at)]?.name ?? ''),
        },
      },
      visualMap: {
        show: false,
        type: 'piecewise',
        dimension: 2,
        pieces: heats.map((color, value) => ({ value, color })),
      },
      series: [
        {
          type: 'heatmap',
          silent: true,
          itemStyle: { borderWidth: 2, borderColor: colours.surface },
          data: lines.flatMap(({ counts }, line) =>
            counts.map((count, column) => [column, line, heatOf(count, most, colours.heat.length)]),
          ),
          markLine: marksOption(chart, look, 'start'),
        },
      ],
    },
  };
}

type Line = { readonly name: string; readonly counts: readonly number[] };

const namesWidth = 280;

const namesBeside = ({ rows }: StripChart): readonly Line[] => rows;

/** A phone has no room beside the cells, so each name gets a line of its own above them. */
const namesAbove = ({ rows }: StripChart): readonly Line[] =>
  rows.flatMap(({ name, counts }) => [
    { name, counts: [] },
    { name: '', counts },
  ]);

/** 0 for none, else by order of magnitude, since one bad hour would make all others look alike. */
const heatOf = (count: number, most: number, steps: number): number =>
  count === 0
    ? 0
    : 1 + Math.min(steps - 1, Math.floor((Math.log1p(count) / Math.log1p(most)) * steps * 0.999));
