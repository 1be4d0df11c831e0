/**
 * Extracts the values of an access line with a table compiled from its format: text and values in turn, read from left to
 * right in one loop. Every step is bounded, so hostile lines cost no more than others.
 */
import { findValueEnd, findValueStart, isDistinctive, isOpenEnded } from './match-line.js';
/** Reads a line from its start, as far as it matches. */
export function extractRow({ prefix, fields }, line) {
  const values = new Map();
  if (!line.startsWith(prefix)) return { values, isComplete: false, isUnambiguous: true, end: 0, count: 0 };
  let position = prefix.length;
  let isUnambiguous = true;
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (field === undefined) break;
    const next = fields[index + 1];
    const shapeEnd = findValueEnd(field.shape, line, position, field.delimiter);
    const end =
      shapeEnd >= 0 && canFollow(next, line, shapeEnd + field.delimiter.length)
        ? shapeEnd
        : findFreeEnd(field, next, line, position);
    if (end < 0) {
      const isRead = shapeEnd >= 0;
      return {
        values,
        isComplete: false,
        isUnambiguous,
        end: isRead ? shapeEnd + field.delimiter.length : position,
        count: isRead ? index + 1 : index,
      };
    }
    const value = line.slice(position, end);
    if (end !== shapeEnd || field.shape === 'free') isUnambiguous &&= isUnforgeable(value, field);
    if (field.name !== null && !values.has(field.name)) values.set(field.name, value);
    position = end + field.delimiter.length;
  }
  return {
    values,
    isComplete: position === line.length,
    isUnambiguous,
    end: position,
    count: fields.length,
  };
}
/** Reads a line from its end up to the last free text. No client can forge the values after it. */
export function extractTail({ fields }, line) {
  const values = new Map();
  let to = line.length;
  for (let index = fields.length - 1; index > 0; index -= 1) {
    const field = fields[index];
    const previous = fields[index - 1];
    if (
      field === undefined ||
      previous === undefined ||
      isOpenEnded(field.shape) ||
      !line.endsWith(field.delimiter, to)
    )
      break;
    to -= field.delimiter.length;
    const from = findValueStart(field.shape, line, to);
    if (!line.endsWith(previous.delimiter, from)) break;
    if (field.name !== null) values.set(field.name, line.slice(from, to));
    to = from;
  }
  return values;
}
/** Maximum delimiters tried for one free value. It ends at the first one that the next value can follow. */
const delimitersMax = 256;
function findFreeEnd({ shape, delimiter }, next, line, from) {
  if (!isOpenEnded(shape)) return -1;
  if (delimiter === '') return line.length;
  if (next === undefined)
    return line.endsWith(delimiter) ? Math.max(line.length - delimiter.length, from) : -1;
  let end = line.indexOf(delimiter, from);
  for (let attempts = 1; end >= 0 && attempts < delimitersMax; attempts += 1) {
    if (canFollow(next, line, end + delimiter.length)) return end;
    end = line.indexOf(delimiter, end + 1);
  }
  return -1;
}
function canFollow(next, line, position) {
  if (next === undefined) return position === line.length;
  return !isDistinctive(next.shape) || findValueEnd(next.shape, line, position, next.delimiter) >= 0;
}
const isUnforgeable = (value, { isFenced }) => !value.includes('"') && (isFenced || !value.includes(' '));
/**
 * Set to `1` among the values of a line that may be forged: free text contains a quote, so the line can be read in another
 * way. Values anchored at either end are reliable; status, flags and upstream may be written by the client.
 */
export const untrustedKey = 'badgateway.untrusted';
