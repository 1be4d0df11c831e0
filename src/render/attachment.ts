import type { Day } from '../base/calendar.js';
import type { ChartSpec } from './charts/chart.js';

/** A file that goes with an answer or a report. What takes a moment to make is only named here, and made when it is sent. */
export type Attachment =
  | { readonly type: 'text'; readonly fileName: string; readonly title: string; readonly text: string }
  | {
      readonly type: 'chart';
      readonly fileName: string;
      readonly title: string;
      readonly chart: ChartSpec;
    }
  /** The report of a day, or of the seven days that end with it, as a page. */
  | { readonly type: 'page'; readonly unit: 'day' | 'week'; readonly day: Day }
  /** All there is of an incident, by its number (142 for BG-142), as an archive. */
  | { readonly type: 'bundle'; readonly incidentNumber: number };

/** What it is made as, in the words of a question. */
export function getOutputFormat(attachment: Attachment): OutputFormat | null {
  switch (attachment.type) {
    case 'text':
      return outputFormats.find((form) => attachment.fileName.endsWith(`.${form}`)) ?? null;
    case 'chart':
      return 'png';
    case 'page':
      return 'html';
    case 'bundle':
      return null;
  }
}

/** A file as it is sent. */
export type FileContent = {
  readonly fileName: string;
  readonly title: string;
  readonly bytes: Uint8Array;
  /** What it shows, for those who cannot see it; null for what is no picture. */
  readonly alt: string | null;
};

/** What an answer can be asked for as. Not everything can be made as everything. */
export const outputFormats = ['csv', 'json', 'html', 'pdf', 'png', 'svg'] as const;
export type OutputFormat = (typeof outputFormats)[number];
