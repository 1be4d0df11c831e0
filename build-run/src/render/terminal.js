import { makePrintable } from '../base/printable.js';
import { decodeEntities, parseMrkdwn, resolveReference } from './mrkdwn.js';
import { wrapLines } from './wrap-lines.js';
/** Renders a message for a terminal: the same blocks, without Slack's markup, no line wider than the screen. */
export function renderTerminalText({ blocks, tone }, screen) {
  const width = Math.max(widthMin, Math.min(screen.width, widthMax));
  const paragraphs = blocks
    .map((block) => renderBlock(block, width, tone))
    .filter((lines) => lines.length > 0);
  const text = paragraphs.map((lines) => lines.map((line) => applyColour(line, screen.colour)).join('\n'));
  return text.join('\n\n');
}
/** Longer lines are hard to read, however wide the screen is. */
const widthMax = 110;
const widthMin = 24;
function renderBlock(block, width, tone) {
  switch (block.type) {
    case 'header':
      return wrapLines(
        [
          { text: '● ', style: tone ?? 'neutral' },
          { text: block.text.text, style: 'bold' },
        ],
        width,
        '  ',
      );
    case 'section':
      return block.text === undefined ? [] : renderMrkdwn(block.text.text, width);
    case 'context':
      return block.elements.flatMap((element) =>
        'text' in element ? wrapLines(dimRuns(toRuns(element.text)), width) : [],
      );
    case 'rich_text':
      return block.elements.flatMap((element) => renderRichElement(element, width));
    case 'divider':
      return [[{ text: '─'.repeat(width), style: 'dim' }]];
    default:
      return [];
  }
}
const renderMrkdwn = (markup, width) =>
  markup.split('\n').flatMap((line) => wrapLines(toRuns(line), width, '  '));
const dimRuns = (runs) => runs.map(({ text }) => ({ text, style: 'dim' }));
function renderRichElement(element, width) {
  switch (element.type) {
    case 'rich_text_section':
      return renderParagraphs(element.elements.map(toRun), width, '');
    case 'rich_text_list':
      return element.elements.flatMap((item, index) =>
        renderParagraphs(
          item.elements.map(toRun),
          width,
          element.style === 'ordered' ? `${index + 1}. ` : '• ',
        ),
      );
    case 'rich_text_preformatted':
      return element.elements
        .flatMap((part) => makePrintable(part.text ?? '').split('\n'))
        .flatMap((line) =>
          line === '' ? [[]] : wrapLines([{ text: `  ${line}`, style: 'dim' }], width, '  '),
        );
    default:
      return renderParagraphs(element.elements.map(toRun), width, '');
  }
}
/** Renders runs that contain line feeds, with a prefix before the first line and the others aligned to it. */
function renderParagraphs(runs, width, prefix) {
  const lines = [[{ text: prefix, style: 'plain' }]];
  for (const { text, style } of runs) {
    text.split('\n').forEach((fragment, index) => {
      if (index > 0) lines.push([{ text: ' '.repeat(prefix.length), style: 'plain' }]);
      lines.at(-1)?.push({ text: fragment, style });
    });
  }
  return lines.flatMap((line) => wrapLines(line, width, ' '.repeat(prefix.length)));
}
function toRun(element) {
  switch (element.type) {
    case 'text':
      return { text: makePrintable(element.text), style: chooseStyle(element.style) };
    case 'date':
      return { text: element.fallback ?? '', style: 'plain' };
    case 'user':
      return { text: `@${element.user_id}`, style: 'plain' };
    case 'link':
      return { text: element.text ?? element.url, style: 'plain' };
    default:
      return { text: '', style: 'plain' };
  }
}
const chooseStyle = (style) => (style?.code ? 'code' : style?.bold ? 'bold' : 'plain');
const toRuns = (markup) =>
  parseMrkdwn(markup).map(({ text, style }) =>
    style === 'reference'
      ? { text: decodeText(resolveReference(text)), style: 'plain' }
      : { text: decodeText(text), style: style === 'none' ? 'plain' : style },
  );
const decodeText = (text) => makePrintable(decodeEntities(text));
const ansiCodes = {
  plain: '',
  bold: '1',
  dim: '2',
  code: '36',
  bad: '31',
  warning: '33',
  good: '32',
  neutral: '2',
};
function applyColour(line, colour) {
  const last = line.length - 1;
  return line
    .map(({ text, style }, index) => ({
      text: index === last ? text.trimEnd() : text,
      sequence: colour ? ansiCodes[style] : '',
    }))
    .map(({ text, sequence }) =>
      sequence === '' || text === '' ? text : `\u001b[${sequence}m${text}\u001b[0m`,
    )
    .join('');
}
