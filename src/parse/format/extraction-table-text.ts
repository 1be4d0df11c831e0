import type { ExtractionTable, TableField } from './extraction-table.js';
import type { FormatPart, ValuePart } from './format-parts.js';
import type { ValueShape } from './match-line.js';

/** What is known about a variable or operator: its name among the values, how its value looks, whether clients choose it. */
export type ValueSpec = {
  readonly name: string;
  readonly shape: ValueShape;
  readonly isClientControlled: boolean;
};

/**
 * The table of a format. Where values touch (`$host$request_uri`) nothing says where one ends: `merge` names what
 * they are together, or null when that is nothing worth keeping.
 */
export function buildTable(
  parts: readonly FormatPart[],
  describe: (slot: ValuePart) => ValueSpec,
  merge: (adjacent: readonly ValueSpec[]) => ValueSpec | null,
): ExtractionTable {
  const fields: TableField[] = [];
  let prefix = '';
  let quoteCount = 0;
  let adjacent: ValueSpec[] = [];

  const closeField = (delimiter: string) => {
    if (adjacent.length === 0) return;
    const known = adjacent.length === 1 ? (adjacent[0] ?? null) : merge(adjacent);
    const isFenced = quoteCount % 2 === 1 || known?.isClientControlled !== true;
    const shape = known?.shape ?? 'free';
    // Without quotes around it, what clients choose is believed only while it holds no space.
    fields.push({
      name: known?.name ?? null,
      shape: isFenced || shape !== 'free' ? shape : 'path',
      delimiter,
      isFenced,
    });
    adjacent = [];
  };

  for (const part of parts) {
    if (part.type === 'slot') {
      adjacent.push(describe(part));
      continue;
    }
    if (fields.length === 0 && adjacent.length === 0) prefix = part.text;
    else closeField(part.text);
    quoteCount += part.text.split('"').length - 1;
  }
  closeField('');
  return { prefix, fields };
}
