import type { FormatStop } from '../decoder.js';
import { type ExtractionTable, extractRow, type TableField } from './extraction-table.js';
import { isOpenEnded, type ValueShape } from './match-line.js';

/** Creates the function that says how far a line fits a format which does not match it. */
export function createStopFinder(
  format: string,
  table: ExtractionTable,
  formatName: (field: string) => string,
): (line: string) => FormatStop {
  // Fields that are dropped, or occur twice, have a value here as well.
  const numbered = {
    ...table,
    fields: table.fields.map((field, index) => ({ ...field, name: String(index) })),
  };
  return (line) => {
    const { values, end, count } = extractRow(numbered, line);
    let position = line.startsWith(table.prefix) ? table.prefix.length : 0;
    let evidence = countSigns(line.slice(0, position));
    for (const [index, field] of table.fields.slice(0, count).entries()) {
      const value = values.get(String(index)) ?? '';
      if (isOverrun(field, value))
        return { format, position, expected: describeField(field, formatName), evidence };
      position += value.length + field.delimiter.length;
      evidence += weigh(field, value);
    }
    const next = table.fields[count];
    const expected = next === undefined ? 'the end of the line' : describeField(next, formatName);
    return { format, position: end, expected, evidence };
  };
}

/** A value that ends at a blank has none, unless it is a request line. */
const isOverrun = ({ name, shape, delimiter }: TableField, value: string): boolean =>
  delimiter.trim() === '' && isOpenEnded(shape) && name !== 'request' && value.includes(' ');

const weigh = ({ shape, delimiter }: TableField, value: string): number =>
  (shape === 'time' && timePattern.test(value) ? 2 : evidenceOfShape[shape]) + countSigns(delimiter);

/** Other programs write a blank between date and time. */
const timePattern = /^(?:\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:|\d{4}-\d\d-\d\dT)/;

/** Signs and letters between values: blanks are in every line. */
const countSigns = (text: string): number => Math.min(text.replace(/\s/g, '').length, signsMax);
const signsMax = 3;

/** How much a value of this shape says. A number may be a dash, and text is anything. */
const evidenceOfShape: Readonly<Record<ValueShape, number>> = {
  time: 0,
  status: 1,
  protocol: 1,
  number: 0,
  flags: 0,
  token: 0,
  authority: 0,
  path: 0,
  peers: 0,
  numbers: 0,
  escaped: 0,
  free: 0,
};

function describeField(
  { name, shape, delimiter }: TableField,
  formatName: (field: string) => string,
): string {
  const value = [name === null ? 'a value' : formatName(name), shapeWords[shape]].filter(Boolean).join(', ');
  if (delimiter === '') return value;
  return `${value}, and then ${delimiter.trim() === '' ? 'a blank' : JSON.stringify(delimiter)}`;
}

const shapeWords: Readonly<Record<ValueShape, string>> = {
  status: 'three digits',
  number: 'a number',
  time: 'a time',
  token: 'without blanks',
  authority: 'a host without blanks',
  flags: 'letters or a dash',
  protocol: 'as in HTTP/1.1',
  path: '',
  peers: 'addresses',
  numbers: 'numbers',
  escaped: '',
  free: '',
};
