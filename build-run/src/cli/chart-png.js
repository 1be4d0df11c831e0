import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { renderStandaloneSvg } from '../render/charts/standalone-svg.js';
/** Renders a chart as a PNG, with its title and legend. */
export function renderChartPng(chart, title) {
  const renderer = new Resvg(renderStandaloneSvg(chart, title), {
    fitTo: { mode: 'zoom', value: pixelsPerPoint },
    // System fonts would give a different picture on each machine; see fonts/LICENSE.
    font: { loadSystemFonts: false, fontFiles: [fontPath], defaultFontFamily: 'DejaVu Sans' },
  });
  return renderer.render().asPng();
}
/** For high-density screens; Slack also shows images smaller than they are. */
const pixelsPerPoint = 2;
/** Beside `src/` and `dist/`. */
const fontPath = join(import.meta.dirname, '../../fonts/DejaVuSans.ttf');
