import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import type { Chart } from '../render/charts/chart.js';
import { pictureOf } from '../render/charts/standalone-svg.js';

/** The chart as a PNG that can be read wherever it is shown, with its title and its legend. */
export function chartPng(chart: Chart, title: string): Uint8Array {
  const drawing = new Resvg(pictureOf(chart, title), {
    fitTo: { mode: 'zoom', value: pixelsPerPoint },
    // The letters of this machine would make another picture on each; see fonts/LICENSE.
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'DejaVu Sans' },
  });
  return drawing.render().asPng();
}

/** Screens have more pixels than points, and Slack shows pictures smaller than they are. */
const pixelsPerPoint = 2;
/** Beside `src/` and `dist/`. */
const font = join(import.meta.dirname, '../../fonts/DejaVuSans.ttf');
