/** The content of a chart: numbers and names, without colours and sizes. */
export type ChartSpec = BarChartSpec | HeatmapSpec;

/** Bars over time, one stack per interval. */
export type BarChartSpec = {
  readonly type: 'bar';
  /** The unit of a bar: `failures per 15 min`. */
  readonly unit: string;
  /** Alternative text, in sentences. */
  readonly alt: string;
  /** One label per bar; only a few are shown. */
  readonly labels: readonly string[];
  /** Stacked from the bottom, the most frequent first. */
  readonly series: readonly ChartSeries[];
  readonly markers: readonly ChartMarker[];
  /** Low, without a legend. */
  readonly isSmall: boolean;
};

/** A row per name and a column per interval, darker where more failed. */
export type HeatmapSpec = {
  readonly type: 'heatmap';
  readonly unit: string;
  readonly alt: string;
  readonly labels: readonly string[];
  readonly rows: readonly ChartSeries[];
  readonly markers: readonly ChartMarker[];
};

export type ChartSeries = { readonly name: string; readonly counts: readonly number[] };

/** An event at a time, such as a deploy; `column` counts bars and may have a fraction. */
export type ChartMarker = { readonly column: number; readonly label: string };
