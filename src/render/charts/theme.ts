/** Colours and size of a drawing. */
export type ChartTheme = { readonly width: number; readonly palette: ChartPalette };

export type ChartPalette = {
  /** Behind the drawing; none where a page shows through. */
  readonly background: string;
  /** What the drawing lies on, for gaps between its cells. */
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  /** One for each series, then again from the first. */
  readonly series: readonly string[];
  /** Of a cell in which nothing happened. */
  readonly empty: string;
  /** From little to much. */
  readonly heat: readonly string[];
  readonly marker: string;
  readonly font: string;
};

/** Names of colours that the page defines, so that one drawing fits its light and its dark mode. */
export const pagePalette: ChartPalette = {
  background: 'none',
  surface: 'var(--surface)',
  text: 'var(--text)',
  muted: 'var(--muted)',
  line: 'var(--line)',
  series: [1, 2, 3, 4, 5, 6].map((index) => `var(--series-${index})`),
  empty: 'var(--empty)',
  heat: [1, 2, 3, 4, 5].map((index) => `var(--heat-${index})`),
  marker: 'var(--marker)',
  font: 'inherit',
};

/** For a picture that stands by itself, on a light ground of its own: readable wherever it is shown. */
export const standalonePalette: ChartPalette = {
  background: '#ffffff',
  surface: '#ffffff',
  text: '#1d2430',
  muted: '#5b6675',
  line: '#dfe3e8',
  series: ['#b8473a', '#d99a2b', '#3d6fa8', '#4d8f74', '#7d63a3', '#8b929c'],
  empty: '#f1f3f5',
  heat: ['#f7d9c8', '#eeb294', '#de8466', '#c25a45', '#8f3129'],
  marker: '#3d6fa8',
  font: 'DejaVu Sans, sans-serif',
};

/** Widths at which drawings are made: of a phone and of a page. Text keeps its size in both. */
export const chartWidths = { narrow: 340, wide: 920 } as const;

export const isNarrow = ({ width }: ChartTheme): boolean => width < 500;
