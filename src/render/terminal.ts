import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { printable } from '../base/printable.js';
import type { Message, Tone } from './message.js';
import { markupRuns, referredWords, withoutEntities } from './mrkdwn.js';
import { type Ink, type Run, wrapped } from './wrap-lines.js';

/** Where text is shown. */
export type Screen = { readonly width: number; readonly colour: boolean };

/** A message for a terminal: the same blocks, without Slack's markup, no line wider than the screen. */
export function terminalText({ blocks, tone }: Message, screen: Screen): string {
  const width = Math.max(widthMin, Math.min(screen.width, widthMax));
  const paragraphs = blocks.map((block) => linesOf(block, width, tone)).filter((lines) => lines.length > 0);
  const text = paragraphs.map((lines) => lines.map((line) => painted(line, screen.colour)).join('\n'));
  return text.join('\n\n');
}

/** Lines longer than this are hard to read, however wide the screen is. */
const widthMax = 110;
const widthMin = 24;

type Lines = readonly (readonly Run[])[];

function linesOf(block: KnownBlock, width: number, tone: Tone | undefined): Lines {
  switch (block.type) {
    case 'header':
      return wrapped(
        [
          { text: '● ', ink: tone ?? 'neutral' },
          { text: block.text.text, ink: 'bold' },
        ],
        width,
        '  ',
      );
    case 'section':
      return block.text === undefined ? [] : markupLines(block.text.text, width);
    case 'context':
      return block.elements.flatMap((element) =>
        'text' in element ? wrapped(dimmed(runsOf(element.text)), width) : [],
      );
    case 'rich_text':
      return block.elements.flatMap((element) => richLines(element, width));
    case 'divider':
      return [[{ text: '─'.repeat(width), ink: 'dim' }]];
    default:
      return [];
  }
}

const markupLines = (markup: string, width: number): Lines =>
  markup.split('\n').flatMap((line) => wrapped(runsOf(line), width, '  '));

const dimmed = (runs: readonly Run[]): Run[] => runs.map(({ text }) => ({ text, ink: 'dim' }));

function richLines(element: RichTextBlock['elements'][number], width: number): Lines {
  switch (element.type) {
    case 'rich_text_section':
      return paragraphs(element.elements.map(runOf), width, '');
    case 'rich_text_list':
      return element.elements.flatMap((item, at) =>
        paragraphs(item.elements.map(runOf), width, element.style === 'ordered' ? `${at + 1}. ` : '• '),
      );
    case 'rich_text_preformatted':
      return element.elements
        .flatMap((part) => printable(part.text ?? '').split('\n'))
        .flatMap((line) => (line === '' ? [[]] : wrapped([{ text: `  ${line}`, ink: 'dim' }], width, '  ')));
    default:
      return paragraphs(element.elements.map(runOf), width, '');
  }
}

/** Runs with line feeds between them, the first line after a mark and the others below it. */
function paragraphs(runs: readonly Run[], width: number, mark: string): Lines {
  const lines: Run[][] = [[{ text: mark, ink: 'plain' }]];
  for (const { text, ink } of runs) {
    text.split('\n').forEach((piece, at) => {
      if (at > 0) lines.push([{ text: ' '.repeat(mark.length), ink: 'plain' }]);
      lines.at(-1)?.push({ text: piece, ink });
    });
  }
  return lines.flatMap((line) => wrapped(line, width, ' '.repeat(mark.length)));
}

function runOf(element: RichTextElement): Run {
  switch (element.type) {
    case 'text':
      return { text: printable(element.text), ink: inkOf(element.style) };
    case 'date':
      return { text: element.fallback ?? '', ink: 'plain' };
    case 'user':
      return { text: `@${element.user_id}`, ink: 'plain' };
    case 'link':
      return { text: element.text ?? element.url, ink: 'plain' };
    default:
      return { text: '', ink: 'plain' };
  }
}

const inkOf = (style: { bold?: boolean; code?: boolean } | undefined): Ink =>
  style?.code ? 'code' : style?.bold ? 'bold' : 'plain';

const runsOf = (markup: string): readonly Run[] =>
  markupRuns(markup).map(({ text, mark }) =>
    mark === 'reference'
      ? { text: decoded(referredWords(text)), ink: 'plain' }
      : { text: decoded(text), ink: mark === 'none' ? 'plain' : mark },
  );

const decoded = (text: string) => printable(withoutEntities(text));

const paint: Readonly<Record<Ink, string>> = {
  plain: '',
  bold: '1',
  dim: '2',
  code: '36',
  bad: '31',
  warning: '33',
  good: '32',
  neutral: '2',
};

function painted(line: readonly Run[], colour: boolean): string {
  const last = line.length - 1;
  return line
    .map(({ text, ink }, at) => ({
      text: at === last ? text.trimEnd() : text,
      sequence: colour ? paint[ink] : '',
    }))
    .map(({ text, sequence }) =>
      sequence === '' || text === '' ? text : `\u001b[${sequence}m${text}\u001b[0m`,
    )
    .join('');
}
