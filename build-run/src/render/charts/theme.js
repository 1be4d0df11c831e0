/** CSS variables of the page, so one drawing fits its light and dark mode. */
export const pagePalette = {
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
/** Colours of a standalone picture, on a light background, readable anywhere. */
export const standalonePalette = {
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
/** Widths in pixels, of a phone and of a page. Text has the same size in both. */
export const chartWidths = { narrow: 340, wide: 920 };
export const isNarrow = ({ width }) => width < 500;
