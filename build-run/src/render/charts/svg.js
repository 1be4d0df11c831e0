import { BarChart, HeatmapChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeMarkup } from '../../base/printable.js';
import { buildBarChartOption } from './bar-chart.js';
import { buildHeatmapOption } from './heatmap.js';

use([BarChart, HeatmapChart, GridComponent, MarkLineComponent, VisualMapComponent, SVGRenderer]);
/** Renders a chart as SVG that holds only shapes and text, fit for a page without scripts. */
export function renderSvg(chart, theme) {
  const { option, height } =
    chart.type === 'bar' ? buildBarChartOption(chart, theme) : buildHeatmapOption(chart, theme);
  const instance = init(null, null, { renderer: 'svg', ssr: true, width: theme.width, height });
  instance.setOption({
    animation: false,
    backgroundColor: theme.palette.background,
    textStyle: { fontFamily: theme.palette.font, color: theme.palette.text },
    ...option,
  });
  const svg = instance.renderToSVGString();
  instance.dispose();
  return addAriaLabel(stripRendererMarkup(svg), chart.alt);
}
/** Removes what echarts adds for its scripts. Turns styles into attributes: strict pages forbid inline styles. */
function stripRendererMarkup(svg) {
  return svg
    .replace(/<style >[\s\S]*?<\/style>/, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events|xmlns:xlink|baseProfile|version)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style) => styleToAttributes(style))
    .replace(/zr\d+-/g, '')
    .replace(/\n+/g, '\n');
}
const styleToAttributes = (style) =>
  style
    .split(';')
    .map((rule) => rule.split(':'))
    .map(([name = '', value = '']) => (name === '' ? '' : ` ${name.trim()}="${value.trim()}"`))
    .join('');
const addAriaLabel = (svg, alt) =>
  svg.replace(/^<svg /, () => `<svg role="img" aria-label="${escapeMarkup(alt)}" `).trim();
