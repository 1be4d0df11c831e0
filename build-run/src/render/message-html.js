import { html } from './html.js';
import { decodeEntities, parseMrkdwn, resolveReference } from './mrkdwn.js';
/** A message on a page, as Slack would show it. Only buttons with a link are kept. */
export const renderMessage = ({ blocks, tone = 'neutral' }, getLink = noLinks) =>
  html`<article class="card message ${tone}">${blocks.map((block) => renderBlock(block, getLink))}</article>\n`;
const noLinks = () => undefined;
function renderBlock(block, getLink) {
  switch (block.type) {
    case 'header':
      return html`<h3>${block.text.text}</h3>`;
    case 'section':
      return block.text === undefined ? undefined : html`<p>${renderMrkdwnLines(block.text.text)}</p>`;
    case 'context':
      return html`<p class="muted"><small>${block.elements.map((element) => ('text' in element ? renderMrkdwnLines(element.text) : undefined))}</small></p>`;
    case 'rich_text':
      return block.elements.map(renderRichElement);
    case 'actions':
      return renderLinks(block.elements, getLink);
    default:
      return undefined;
  }
}
function renderLinks(elements, getLink) {
  const links = elements.flatMap((element) => {
    if (element.type !== 'button' || element.value === undefined) return [];
    const address = getLink(element.action_id ?? '', element.value);
    return address === undefined ? [] : [html`<a href="${address}">${element.text.text}</a> `];
  });
  return links.length === 0 ? undefined : html`<p class="actions">${links}</p>`;
}
function renderRichElement(element) {
  switch (element.type) {
    case 'rich_text_list': {
      const items = element.elements.map((item) => html`<li>${item.elements.map(renderElement)}</li>`);
      return element.style === 'ordered' ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'rich_text_preformatted':
      return html`<pre>${element.elements.map((part) => part.text ?? '')}</pre>`;
    default:
      return html`<p>${element.elements.map(renderElement)}</p>`;
  }
}
function renderElement(element) {
  switch (element.type) {
    case 'text': {
      const lines = renderLineBreaks(element.text);
      if (element.style?.code) return html`<code>${lines}</code>`;
      return element.style?.bold ? html`<strong>${lines}</strong>` : lines;
    }
    case 'date':
      return element.fallback;
    case 'user':
      return `@${element.user_id}`;
    case 'link':
      return renderLink(element.url, element.text ?? element.url);
    default:
      return undefined;
  }
}
const renderMrkdwnLines = (mrkdwn) =>
  mrkdwn
    .split('\n')
    .map((line, index) => html`${index === 0 ? undefined : html`<br>`}${parseMrkdwn(line).map(renderRun)}`);
function renderRun({ text, style }) {
  const label = decodeEntities(style === 'reference' ? resolveReference(text) : text);
  if (style === 'bold') return html`<strong>${label}</strong>`;
  if (style === 'code') return html`<code>${label}</code>`;
  const address = decodeEntities(text.split('|', 1)[0] ?? '');
  return style === 'reference' ? renderLink(address, label) : label;
}
/** Renders a link if the address is an HTTP one, else only its label. */
const renderLink = (address, label) =>
  /^https?:\/\/[^\s<>"]+$/.test(address) ? html`<a href="${address}" rel="noreferrer">${label}</a>` : label;
const renderLineBreaks = (text) =>
  text.split('\n').map((line, index) => (index === 0 ? line : html`<br>${line}`));
