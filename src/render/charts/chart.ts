/** What is to be drawn: numbers, names and words, nothing about colours or sizes. */
export type ChartSpec = BarChartSpec | HeatmapSpec;

/** Bars over time, one stack for each stretch; a single series without names is a spark. */
export type BarChartSpec = {
  readonly type: 'bar';
  /** Said of one bar: `failures per 15 min`. */
  readonly unit: string;
  /** What it shows, in sentences, for those who cannot see it. */
  readonly alt: string;
  /** One label for each bar; few of them are shown. */
  readonly labels: readonly string[];
  /** Stacked from the bottom, the most frequent first. */
  readonly series: readonly ChartSeries[];
  readonly markers: readonly ChartMarker[];
  /** Low, with little around it. */
  readonly isSmall: boolean;
};

/** A row for each name and a column for each stretch, darker where more failed. */
export type HeatmapSpec = {
  readonly type: 'heatmap';
  readonly unit: string;
  readonly alt: string;
  readonly labels: readonly string[];
  readonly rows: readonly ChartSeries[];
  readonly markers: readonly ChartMarker[];
};

export type ChartSeries = { readonly name: string; readonly counts: readonly number[] };

/** Something that was done at a time: `column` counts bars, with a fraction. */
export type ChartMarker = { readonly column: number; readonly label: string };
