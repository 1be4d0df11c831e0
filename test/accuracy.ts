// Prints how much of the truth badgateway tells from the logs of an nginx that is broken on purpose, by which logs are
// there.
import { runLab } from './lab/run.js';
import { modes, scoreOf, verdictsOn } from './lab/score.js';

const lab = await runLab();
const columns = ['cause', 'upstream', 'outcome', 'madeBy', 'status', 'all'] as const;
const row = (cells: readonly (string | number)[]) =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(30) : String(cell).padStart(9))).join('');

console.log(row(['logs', ...columns, 'of', 'mistaken']));
for (const mode of modes) {
  const score = scoreOf(await verdictsOn(lab.apart, mode));
  console.log(row([mode.name, ...columns.map((column) => score[column]), score.of, score.wrong]));
}
console.log(
  '\nof: failures, those included that these logs do not show; upstream: by its name or its address;',
);
console.log('mistaken: requests of which something else was told than these logs can tell.');
lab.remove();
