import { BarChart, HeatmapChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { courseOption } from './bar-chart.js';
import type { Chart } from './chart.js';
import { stripOption } from './heatmap.js';
import type { Look } from './theme.js';

use([BarChart, HeatmapChart, GridComponent, MarkLineComponent, VisualMapComponent, SVGRenderer]);

/** The drawing as SVG: shapes and text and nothing else, so that it may stand in a page that runs no scripts. */
export function svgOf(chart: Chart, look: Look): string {
  const { option, height } = chart.kind === 'course' ? courseOption(chart, look) : stripOption(chart, look);
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: look.width, height });
  drawing.setOption({
    animation: false,
    backgroundColor: look.colours.ground,
    textStyle: { fontFamily: look.colours.font, color: look.colours.ink },
    ...option,
  });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return named(plain(svg), chart.alt);
}

/** Without what echarts adds for its own scripts, and with style as attributes: a strict page forbids inline styles. */
function plain(svg: string): string {
  return svg
    .replace(/<style >[\s\S]*?<\/style>/, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events|xmlns:xlink|baseProfile|version)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributesOf(style))
    .replace(/zr\d+-/g, '')
    .replace(/\n+/g, '\n');
}

const attributesOf = (style: string): string =>
  style
    .split(';')
    .map((rule) => rule.split(':'))
    .map(([name = '', value = '']) => (name === '' ? '' : ` ${name.trim()}="${value.trim()}"`))
    .join('');

const named = (svg: string, alt: string): string =>
  svg.replace(/^<svg /, () => `<svg role="img" aria-label="${escaped(alt)}" `).trim();

/** Text that stands in SVG as it is. */
export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
