import type { ActionsBlock, KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { type Html, type HtmlPart, html } from './html.js';
import type { Message } from './message.js';
import { decodeEntities, parseMrkdwn, resolveReference } from './mrkdwn.js';

/** A message as people see it in Slack, for a page. Of its buttons there are those that only ask, as links. */
export const renderMessage = ({ blocks, tone = 'neutral' }: Message): Html =>
  html`<article class="card message ${tone}">${blocks.map(renderBlock)}</article>\n`;

function renderBlock(block: KnownBlock): HtmlPart {
  switch (block.type) {
    case 'header':
      return html`<h3>${block.text.text}</h3>`;
    case 'section':
      return block.text === undefined ? undefined : html`<p>${renderMrkdwnLines(block.text.text)}</p>`;
    case 'context':
      return html`<p class="faint"><small>${block.elements.map((element) =>
        'text' in element ? renderMrkdwnLines(element.text) : undefined,
      )}</small></p>`;
    case 'rich_text':
      return block.elements.map(renderRichElement);
    case 'actions':
      return renderLinks(block.elements);
    default:
      return undefined;
  }
}

function renderLinks(elements: ActionsBlock['elements']): HtmlPart {
  const links = elements.flatMap((element) => {
    if (element.type !== 'button' || element.value === undefined) return [];
    const path = actionPaths.get(element.action_id ?? '');
    const query = encodeURIComponent(element.value);
    return path === undefined ? [] : [html`<a href="${path}${query}">${element.text.text}</a> `];
  });
  return links.length === 0 ? undefined : html`<p class="actions">${links}</p>`;
}

/** Where the page answers what a button asks. */
const actionPaths: ReadonlyMap<string, string> = new Map([
  ['ask:lines', '/ask?q='],
  ['ask:csv', '/api/v1/file?q='],
  ['ask:json', '/api/v1/file?q='],
]);

function renderRichElement(element: RichTextBlock['elements'][number]): Html {
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

function renderElement(element: RichTextElement): HtmlPart {
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

const renderMrkdwnLines = (mrkdwn: string): HtmlPart =>
  mrkdwn
    .split('\n')
    .map((line, index) => html`${index === 0 ? undefined : html`<br>`}${parseMrkdwn(line).map(renderRun)}`);

function renderRun({ text, style }: ReturnType<typeof parseMrkdwn>[number]): HtmlPart {
  const label = decodeEntities(style === 'reference' ? resolveReference(text) : text);
  if (style === 'bold') return html`<strong>${label}</strong>`;
  if (style === 'code') return html`<code>${label}</code>`;
  const address = decodeEntities(text.split('|', 1)[0] ?? '');
  return style === 'reference' ? renderLink(address, label) : label;
}

/** A link where the address is one that a browser may follow, else the words alone. */
const renderLink = (address: string, label: string): HtmlPart =>
  /^https?:\/\/[^\s<>"]+$/.test(address) ? html`<a href="${address}" rel="noreferrer">${label}</a>` : label;

const renderLineBreaks = (text: string): HtmlPart =>
  text.split('\n').map((line, index) => (index === 0 ? line : html`<br>${line}`));
