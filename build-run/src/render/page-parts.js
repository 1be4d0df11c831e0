import { formatCount, sumNumbers } from '../base/format-number.js';
import { makePrintable, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { renderSvg } from './charts/svg.js';
import { chartWidths, pagePalette } from './charts/theme.js';
import { html, trustHtml } from './html.js';
/** Renders a section with a title; undefined without content. */
export const renderSection = (title, ...content) =>
  content.every((part) => part === undefined || (Array.isArray(part) && part.length === 0))
    ? undefined
    : html`<section><h2>${title}</h2>${content}</section>\n`;
export const renderTiles = (list) =>
  html`<dl class="tiles">${list.map(({ label, value, isBad }) => html`<div${isBad ? html` class="bad"` : undefined}><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>\n`;
/** Renders a chart twice, for wide and for narrow windows, with its unit above and its legend below. */
export function renderFigure(chart) {
  if (chart === undefined) return undefined;
  const renderAt = (width) => trustHtml(renderSvg(chart, { width, palette: pagePalette }));
  const unit = `${chart.unit.slice(0, 1).toUpperCase()}${chart.unit.slice(1)}`;
  return html`<figure><figcaption>${unit}</figcaption>
<div class="wide">${renderAt(chartWidths.wide)}</div><div class="narrow">${renderAt(chartWidths.narrow)}</div>
${chart.type === 'bar' && !chart.isSmall ? renderLegend(chart.series) : undefined}</figure>\n`;
}
/** Renders a table; undefined without rows. On a phone each row is a paragraph with the labels before its cells. */
export function renderTable(columns, rows) {
  if (rows.length === 0) return undefined;
  const renderCell = (part, index) => {
    const { label = '', isNumeric } = columns[index] ?? {};
    return html`<td data-label="${label}"${isNumeric ? html` class="number"` : undefined}>${part}</td>`;
  };
  return html`<div class="card table"><table><thead><tr>${columns.map(({ label, isNumeric }) => (isNumeric ? html`<th class="number" scope="col">${label}</th>` : html`<th scope="col">${label}</th>`))}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map(renderCell)}</tr>\n`)}</tbody></table></div>\n`;
}
/** Renders a short label in a coloured pill. */
export const renderBadge = (label, tone = 'neutral') => html`<span class="tag ${tone}">${label}</span>`;
/** Renders log records without secrets; undefined without records. */
export const renderRecords = (texts) =>
  texts.length === 0 ? undefined : html`<pre>${[...new Set(texts)].map(formatRecord).join('\n\n')}</pre>`;
const recordCharsMax = 2_000;
const formatRecord = (text) => truncate(redact(makePrintable(text)).trim(), recordCharsMax);
const renderLegend = (series) =>
  html`<ul class="legend">${series.map(({ name, counts }, index) => html`<li><svg class="swatch" aria-hidden="true"><rect fill="${pagePalette.series[index % pagePalette.series.length] ?? ''}"/></svg>${name} <span class="muted">${formatCount(sumNumbers(counts))}</span></li>`)}</ul>`;
