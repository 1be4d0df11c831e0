import { formatCount, sumNumbers } from '../../base/format-number.js';
import { escapeMarkup, toSingleLine, truncate } from '../../base/printable.js';
import { renderSvg } from './svg.js';
import { chartWidths, standalonePalette } from './theme.js';
/** Renders a standalone chart as SVG, with title, unit, legend and background. */
export function renderStandaloneSvg(chart, title) {
  const drawing = renderSvg(chart, { width: chartWidths.wide, palette: standalonePalette });
  const height = Number(/ height="(\d+)"/.exec(drawing)?.[1] ?? 0);
  const series = chart.type === 'bar' ? chart.series : [];
  const legend = renderLegend(series, titleHeight + height + 26);
  const size = {
    width: chartWidths.wide + 2 * margin,
    height: titleHeight + height + legend.height + margin,
  };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="${standalonePalette.font}">
<rect width="${size.width}" height="${size.height}" fill="${standalonePalette.background}"/>
<text x="${margin}" y="34" font-size="17" fill="${standalonePalette.text}">${escapeMarkup(truncate(toSingleLine(title), titleCharsMax))}</text>
<text x="${margin}" y="58" font-size="12" fill="${standalonePalette.muted}">${escapeMarkup(chart.unit)}</text>
<svg x="${margin}" y="${titleHeight}" width="${chartWidths.wide}" height="${height}">${drawing}</svg>
${legend.svg}</svg>`;
}
const margin = 22;
const titleHeight = 70;
const titleCharsMax = 90;
const rowHeight = 24;
const columns = 2;
const nameCharsMax = 46;
/** Renders the series in two columns, each with its colour and its total. */
function renderLegend(series, top) {
  const items = series.map(({ name, counts }, index) => {
    const x = margin + (index % columns) * (chartWidths.wide / columns);
    const y = top + Math.floor(index / columns) * rowHeight;
    const total = formatCount(sumNumbers(counts));
    const colour =
      standalonePalette.series[index % standalonePalette.series.length] ?? standalonePalette.text;
    const label = `${escapeMarkup(truncate(toSingleLine(name), nameCharsMax))} <tspan fill="${standalonePalette.muted}">${total}</tspan>`;
    return `<rect x="${x}" y="${y - 10}" width="11" height="11" rx="2" fill="${colour}"/><text x="${x + 18}" y="${y}" font-size="13" fill="${standalonePalette.text}">${label}</text>`;
  });
  return { svg: items.join('\n'), height: Math.ceil(series.length / columns) * rowHeight + 8 };
}
