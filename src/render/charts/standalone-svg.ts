import { grouped, sumOf } from '../../base/format-number.js';
import { cut, oneLine } from '../../base/printable.js';
import type { Chart, ChartSeries } from './chart.js';
import { escaped, svgOf } from './svg.js';
import { pictureColours, widths } from './theme.js';

/** A chart that stands by itself, as SVG: with its title, its unit and its legend, on a ground of its own. */
export function pictureOf(chart: Chart, title: string): string {
  const drawing = svgOf(chart, { width: widths.wide, colours: pictureColours });
  const height = Number(/ height="(\d+)"/.exec(drawing)?.[1] ?? 0);
  const series = chart.kind === 'course' ? chart.series : [];
  const legend = legendOf(series, titleHeight + height + 26);
  const whole = { width: widths.wide + 2 * margin, height: titleHeight + height + legend.height + margin };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${whole.width}" height="${whole.height}" viewBox="0 0 ${whole.width} ${whole.height}" font-family="${pictureColours.font}">
<rect width="${whole.width}" height="${whole.height}" fill="${pictureColours.ground}"/>
<text x="${margin}" y="34" font-size="17" fill="${pictureColours.ink}">${escaped(cut(oneLine(title), titleCharsMax))}</text>
<text x="${margin}" y="58" font-size="12" fill="${pictureColours.faint}">${escaped(chart.unit)}</text>
<svg x="${margin}" y="${titleHeight}" width="${widths.wide}" height="${height}">${drawing}</svg>
${legend.svg}</svg>`;
}

const margin = 22;
const titleHeight = 70;
const titleCharsMax = 90;
const rowHeight = 24;
const columns = 2;
const nameCharsMax = 46;

/** The series in two columns, each with its colour and its count. */
function legendOf(
  series: readonly ChartSeries[],
  top: number,
): { readonly svg: string; readonly height: number } {
  const items = series.map(({ name, counts }, at) => {
    const x = margin + (at % columns) * (widths.wide / columns);
    const y = top + Math.floor(at / columns) * rowHeight;
    const total = grouped(sumOf(counts));
    const colour = pictureColours.series[at % pictureColours.series.length] ?? pictureColours.ink;
    const words = `${escaped(cut(oneLine(name), nameCharsMax))} <tspan fill="${pictureColours.faint}">${total}</tspan>`;
    return `<rect x="${x}" y="${y - 10}" width="11" height="11" rx="2" fill="${colour}"/><text x="${x + 18}" y="${y}" font-size="13" fill="${pictureColours.ink}">${words}</text>`;
  });
  return { svg: items.join('\n'), height: Math.ceil(series.length / columns) * rowHeight + 8 };
}
