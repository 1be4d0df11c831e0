import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import type { ChartSpec } from '../render/charts/chart.js';
import { renderStandaloneSvg } from '../render/charts/standalone-svg.js';

/** The chart as a PNG that can be read wherever it is shown, with its title and its legend. */
export function renderChartPng(chart: ChartSpec, title: string): Uint8Array {
  const renderer = new Resvg(renderStandaloneSvg(chart, title), {
    fitTo: { mode: 'zoom', value: pixelsPerPoint },
    // The letters of this machine would make another picture on each; see fonts/LICENSE.
    font: { loadSystemFonts: false, fontFiles: [fontPath], defaultFontFamily: 'DejaVu Sans' },
  });
  return renderer.render().asPng();
}

/** Screens have more pixels than points, and Slack shows pictures smaller than they are. */
const pixelsPerPoint = 2;
/** Beside `src/` and `dist/`. */
const fontPath = join(import.meta.dirname, '../../fonts/DejaVuSans.ttf');
