/** Colours and size of a drawing. */
export type Look = { readonly width: number; readonly colours: Colours };

export type Colours = {
  /** Behind the drawing; none where a page shows through. */
  readonly ground: string;
  /** What the drawing lies on, for gaps between its cells. */
  readonly surface: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  /** One for each series, then again from the first. */
  readonly series: readonly string[];
  /** Of a cell in which nothing happened. */
  readonly cold: string;
  /** From little to much. */
  readonly heat: readonly string[];
  readonly mark: string;
  readonly font: string;
};

/** Names of colours that the page defines, so that one drawing fits its light and its dark mode. */
export const pageColours: Colours = {
  ground: 'none',
  surface: 'var(--surface)',
  ink: 'var(--ink)',
  faint: 'var(--faint)',
  line: 'var(--line)',
  series: [1, 2, 3, 4, 5, 6].map((at) => `var(--series-${at})`),
  cold: 'var(--cold)',
  heat: [1, 2, 3, 4, 5].map((at) => `var(--heat-${at})`),
  mark: 'var(--mark)',
  font: 'inherit',
};

/** For a picture that stands by itself, on a light ground of its own: readable wherever it is shown. */
export const pictureColours: Colours = {
  ground: '#ffffff',
  surface: '#ffffff',
  ink: '#1d2430',
  faint: '#5b6675',
  line: '#dfe3e8',
  series: ['#b8473a', '#d99a2b', '#3d6fa8', '#4d8f74', '#7d63a3', '#8b929c'],
  cold: '#f1f3f5',
  heat: ['#f7d9c8', '#eeb294', '#de8466', '#c25a45', '#8f3129'],
  mark: '#3d6fa8',
  font: 'DejaVu Sans, sans-serif',
};

/** Widths at which drawings are made: of a phone and of a page. Text keeps its size in both. */
export const widths = { narrow: 340, wide: 920 } as const;

export const isNarrow = ({ width }: Look): boolean => width < 500;
