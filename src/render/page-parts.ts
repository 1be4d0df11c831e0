import { formatCount, sumNumbers } from '../base/format-number.js';
import { makePrintable, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import type { ChartSeries, ChartSpec } from './charts/chart.js';
import { renderSvg } from './charts/svg.js';
import { chartWidths, pagePalette } from './charts/theme.js';
import { type Html, type HtmlPart, html, trustHtml } from './html.js';

/** Renders a section with a title; undefined without content. */
export const renderSection = (title: string, ...content: readonly HtmlPart[]): Html | undefined =>
  content.every((part) => part === undefined || (Array.isArray(part) && part.length === 0))
    ? undefined
    : html`<section><h2>${title}</h2>${content}</section>\n`;

/** A prominent number with its label. */
export type Tile = { readonly label: string; readonly value: string; readonly isBad?: boolean };

export const renderTiles = (list: readonly Tile[]): Html =>
  html`<dl class="tiles">${list.map(
    ({ label, value, isBad }) =>
      html`<div${isBad ? html` class="bad"` : undefined}><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>\n`;

/** Renders a chart twice, for wide and for narrow windows, with its unit above and its legend below. */
export function renderFigure(chart: ChartSpec | undefined): Html | undefined {
  if (chart === undefined) return undefined;
  const renderAt = (width: number) => trustHtml(renderSvg(chart, { width, palette: pagePalette }));
  const unit = `${chart.unit.slice(0, 1).toUpperCase()}${chart.unit.slice(1)}`;
  return html`<figure><figcaption>${unit}</figcaption>
<div class="wide">${renderAt(chartWidths.wide)}</div><div class="narrow">${renderAt(chartWidths.narrow)}</div>
${chart.type === 'bar' && !chart.isSmall ? renderLegend(chart.series) : undefined}</figure>\n`;
}

/** Renders a table; undefined without rows. On a phone each row is a paragraph with the labels before its cells. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly HtmlPart[])[],
): Html | undefined {
  if (rows.length === 0) return undefined;
  const renderCell = (part: HtmlPart, index: number) => {
    const { label = '', isNumeric } = columns[index] ?? {};
    return html`<td data-label="${label}"${isNumeric ? html` class="number"` : undefined}>${part}</td>`;
  };
  return html`<div class="card table"><table><thead><tr>${columns.map(({ label, isNumeric }) =>
    isNumeric ? html`<th class="number" scope="col">${label}</th>` : html`<th scope="col">${label}</th>`,
  )}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map(renderCell)}</tr>\n`)}</tbody></table></div>\n`;
}

export type TableColumn = { readonly label: string; readonly isNumeric?: true };

/** Renders a short label in a coloured pill. */
export const renderBadge = (label: string, tone: 'bad' | 'warning' | 'good' | 'neutral' = 'neutral'): Html =>
  html`<span class="tag ${tone}">${label}</span>`;

/** Renders log records without secrets; undefined without records. */
export const renderRecords = (texts: readonly string[]): Html | undefined =>
  texts.length === 0 ? undefined : html`<pre>${[...new Set(texts)].map(formatRecord).join('\n\n')}</pre>`;

const recordCharsMax = 2_000;
const formatRecord = (text: string) => truncate(redact(makePrintable(text)).trim(), recordCharsMax);

const renderLegend = (series: readonly ChartSeries[]): Html =>
  html`<ul class="legend">${series.map(
    ({ name, counts }, index) =>
      html`<li><svg class="swatch" aria-hidden="true"><rect fill="${pagePalette.series[index % pagePalette.series.length] ?? ''}"/></svg>${name} <span class="muted">${formatCount(sumNumbers(counts))}</span></li>`,
  )}</ul>`;
