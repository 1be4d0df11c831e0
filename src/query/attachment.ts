import type { Day } from '../base/calendar.js';
import type { ChartSpec } from '../render/charts/chart.js';

/** A file that follows an answer or a report. Charts, pages and bundles are only described here and rendered when sent. */
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
  /** Everything known of an incident, by its number (142 for BG-142), as an archive. */
  | { readonly type: 'bundle'; readonly incidentNumber: number };

/** The format of an attachment, as a question names it; null for an archive. */
export function getOutputFormat(attachment: Attachment): OutputFormat | null {
  switch (attachment.type) {
    case 'text':
      return outputFormats.find((format) => attachment.fileName.endsWith(`.${format}`)) ?? null;
    case 'chart':
      return 'png';
    case 'page':
      return 'html';
    case 'bundle':
      return null;
  }
}

/** Formats that a question can ask for. No answer has all of them. */
export const outputFormats = ['csv', 'json', 'html', 'pdf', 'png', 'svg'] as const;
export type OutputFormat = (typeof outputFormats)[number];
