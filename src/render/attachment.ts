import type { Day } from '../base/calendar.js';
import type { Chart } from './charts/chart.js';

/** A file that goes with an answer or a report. What takes a moment to make is only named here, and made when it is sent. */
export type Enclosure =
  | { readonly name: 'text'; readonly fileName: string; readonly title: string; readonly text: string }
  | {
      readonly name: 'picture';
      readonly fileName: string;
      readonly title: string;
      readonly chart: Chart;
    }
  /** The report of a day, or of the seven days that end with it, as a page. */
  | { readonly name: 'page'; readonly of: 'day' | 'week'; readonly day: Day }
  /** All there is of an incident, by its number (142 for BG-142), as an archive. */
  | { readonly name: 'bundle'; readonly incident: number };

/** What it is made as, in the words of a question. */
export function formOf(enclosure: Enclosure): Form | null {
  switch (enclosure.name) {
    case 'text':
      return forms.find((form) => enclosure.fileName.endsWith(`.${form}`)) ?? null;
    case 'picture':
      return 'png';
    case 'page':
      return 'html';
    case 'bundle':
      return null;
  }
}

/** A file as it is sent. */
export type ReadyFile = {
  readonly fileName: string;
  readonly title: string;
  readonly bytes: Uint8Array;
  /** What it shows, for those who cannot see it; null for what is no picture. */
  readonly alt: string | null;
};

/** What an answer can be asked for as. Not everything can be made as everything. */
export const forms = ['csv', 'json', 'html', 'pdf', 'png', 'svg'] as const;
export type Form = (typeof forms)[number];
