/** What is to be drawn: numbers, names and words, nothing about colours or sizes. */
export type Chart = CourseChart | StripChart;

/** Bars over time, one stack for each stretch; a single series without names is a spark. */
export type CourseChart = {
  readonly kind: 'course';
  /** Said of one bar: `failures per 15 min`. */
  readonly unit: string;
  /** What it shows, in sentences, for those who cannot see it. */
  readonly alt: string;
  /** One label for each bar; few of them are shown. */
  readonly labels: readonly string[];
  /** Stacked from the bottom, the most frequent first. */
  readonly series: readonly ChartSeries[];
  readonly marks: readonly ChartMark[];
  /** Low, with little around it. */
  readonly isSmall: boolean;
};

/** A row for each name and a column for each stretch, darker where more failed. */
export type StripChart = {
  readonly kind: 'strip';
  readonly unit: string;
  readonly alt: string;
  readonly labels: readonly string[];
  readonly rows: readonly ChartSeries[];
  readonly marks: readonly ChartMark[];
};

export type ChartSeries = { readonly name: string; readonly counts: readonly number[] };

/** Something that was done at a time: `column` counts bars, with a fraction. */
export type ChartMark = { readonly column: number; readonly words: string };
