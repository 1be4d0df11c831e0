import type { ActionsBlock, KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { type Html, html, type Part } from './html.js';
import type { Message } from './message.js';
import { markupRuns, referredWords, withoutEntities } from './mrkdwn.js';

/** A message as people see it in Slack, for a page. Of its buttons there are those that only ask, as links. */
export const messageHtml = ({ blocks, tone = 'neutral' }: Message): Html =>
  html`<article class="card message ${tone}">${blocks.map(blockHtml)}</article>\n`;

function blockHtml(block: KnownBlock): Part {
  switch (block.type) {
    case 'header':
      return html`<h3>${block.text.text}</h3>`;
    case 'section':
      return block.text === undefined ? undefined : html`<p>${linesOf(block.text.text)}</p>`;
    case 'context':
      return html`<p class="faint"><small>${block.elements.map((element) =>
        'text' in element ? linesOf(element.text) : undefined,
      )}</small></p>`;
    case 'rich_text':
      return block.elements.map(richHtml);
    case 'actions':
      return linksHtml(block.elements);
    default:
      return undefined;
  }
}

function linksHtml(elements: ActionsBlock['elements']): Part {
  const links = elements.flatMap((element) => {
    if (element.type !== 'button' || element.value === undefined) return [];
    const road = roads.get(element.action_id ?? '');
    const asked = encodeURIComponent(element.value);
    return road === undefined ? [] : [html`<a href="${road}${asked}">${element.text.text}</a> `];
  });
  return links.length === 0 ? undefined : html`<p class="actions">${links}</p>`;
}

/** Where the page answers what a button asks. */
const roads: ReadonlyMap<string, string> = new Map([
  ['ask:lines', '/ask?q='],
  ['ask:csv', '/api/v1/file?q='],
  ['ask:json', '/api/v1/file?q='],
]);

function richHtml(element: RichTextBlock['elements'][number]): Html {
  switch (element.type) {
    case 'rich_text_list': {
      const items = element.elements.map((item) => html`<li>${item.elements.map(pieceHtml)}</li>`);
      return element.style === 'ordered' ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'rich_text_preformatted':
      return html`<pre>${element.elements.map((part) => part.text ?? '')}</pre>`;
    default:
      return html`<p>${element.elements.map(pieceHtml)}</p>`;
  }
}

function pieceHtml(element: RichTextElement): Part {
  switch (element.type) {
    case 'text': {
      const words = brokenLines(element.text);
      if (element.style?.code) return html`<code>${words}</code>`;
      return element.style?.bold ? html`<strong>${words}</strong>` : words;
    }
    case 'date':
      return element.fallback;
    case 'user':
      return `@${element.user_id}`;
    case 'link':
      return linkHtml(element.url, element.text ?? element.url);
    default:
      return undefined;
  }
}

const linesOf = (markup: string): Part =>
  markup
    .split('\n')
    .map((line, at) => html`${at === 0 ? undefined : html`<br>`}${markupRuns(line).map(runHtml)}`);

function runHtml({ text, mark }: ReturnType<typeof markupRuns>[number]): Part {
  const words = withoutEntities(mark === 'reference' ? referredWords(text) : text);
  if (mark === 'bold') return html`<strong>${words}</strong>`;
  if (mark === 'code') return html`<code>${words}</code>`;
  const address = withoutEntities(text.split('|', 1)[0] ?? '');
  return mark === 'reference' ? linkHtml(address, words) : words;
}

/** A link where the address is one that a browser may follow, else the words alone. */
const linkHtml = (address: string, words: string): Part =>
  /^https?:\/\/[^\s<>"]+$/.test(address) ? html`<a href="${address}" rel="noreferrer">${words}</a>` : words;

const brokenLines = (text: string): Part =>
  text.split('\n').map((line, at) => (at === 0 ? line : html`<br>${line}`));
