import { grouped, sumOf } from '../base/format-number.js';
import { cut, printable } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { Chart, ChartSeries } from './charts/chart.js';
import { svgOf } from './charts/svg.js';
import { pageColours, widths } from './charts/theme.js';
import { type Html, html, type Part, trusted } from './html.js';

/** A titled part of a page; nothing at all when it has no content. */
export const titled = (title: string, ...content: readonly Part[]): Html | undefined =>
  content.every((part) => part === undefined || (Array.isArray(part) && part.length === 0))
    ? undefined
    : html`<section><h2>${title}</h2>${content}</section>\n`;

/** A number that is read first, with what it counts. */
export type Tile = { readonly words: string; readonly figure: string; readonly isBad?: boolean };

export const tiles = (list: readonly Tile[]): Html =>
  html`<dl class="tiles">${list.map(
    ({ words, figure, isBad }) =>
      html`<div${isBad ? html` class="bad"` : undefined}><dt>${words}</dt><dd>${figure}</dd></div>`,
  )}</dl>\n`;

/** A drawing twice, for wide and for narrow windows, with its unit above and its legend below. */
export function figure(chart: Chart | undefined): Html | undefined {
  if (chart === undefined) return undefined;
  const drawn = (width: number) => trusted(svgOf(chart, { width, colours: pageColours }));
  const unit = `${chart.unit.slice(0, 1).toUpperCase()}${chart.unit.slice(1)}`;
  return html`<figure><figcaption>${unit}</figcaption>
<div class="wide">${drawn(widths.wide)}</div><div class="narrow">${drawn(widths.narrow)}</div>
${chart.kind === 'course' && !chart.isSmall ? legend(chart.series) : undefined}</figure>\n`;
}

/** A table; on a phone each row stands as a paragraph, with the heads before its cells. */
export function table(heads: readonly Column[], rows: readonly (readonly Part[])[]): Html | undefined {
  if (rows.length === 0) return undefined;
  const cell = (part: Part, at: number) => {
    const { words = '', isNumber } = heads[at] ?? {};
    return html`<td data-label="${words}"${isNumber ? html` class="number"` : undefined}>${part}</td>`;
  };
  return html`<div class="card table"><table><thead><tr>${heads.map(({ words, isNumber }) =>
    isNumber ? html`<th class="number" scope="col">${words}</th>` : html`<th scope="col">${words}</th>`,
  )}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody></table></div>\n`;
}

export type Column = { readonly words: string; readonly isNumber?: true };

/** A word that is seen at a glance. */
export const tag = (words: string, tone: 'bad' | 'warning' | 'good' | 'neutral' = 'neutral'): Html =>
  html`<span class="tag ${tone}">${words}</span>`;

/** Records as they stand in the log, without secrets. */
export const recordsBlock = (texts: readonly string[]): Html | undefined =>
  texts.length === 0 ? undefined : html`<pre>${[...new Set(texts)].map(recordText).join('\n\n')}</pre>`;

const recordCharsMax = 2_000;
const recordText = (text: string) => cut(redact(printable(text)).trim(), recordCharsMax);

const legend = (series: readonly ChartSeries[]): Html =>
  html`<ul class="legend">${series.map(
    ({ name, counts }, at) =>
      html`<li><svg class="swatch" aria-hidden="true"><rect fill="${pageColours.series[at % pageColours.series.length] ?? ''}"/></svg>${name} <span class="faint">${grouped(sumOf(counts))}</span></li>`,
  )}</ul>`;
