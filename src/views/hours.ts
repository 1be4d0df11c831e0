import { barsOf } from './bars.js';

/** A day's failures as 24 bars and, below them, the hours; a dot is an hour without any. */
export const hourStrip = (byHour: readonly number[]): string => `${barsOf(byHour)}\n${scale}`;

const scale = '0     6     12    18';
