import type { Field, Table } from './extraction-table.js';
import type { Part, Slot } from './format-parts.js';
import type { Shape } from './match-line.js';

/** What is known about a variable or operator: its name among the values, how its value looks, whether clients choose it. */
export type Known = { readonly name: string; readonly shape: Shape; readonly foreign: boolean };

/**
 * The table of a format. Where values touch (`$host$request_uri`) nothing says where one ends: `merge` names what
 * they are together, or null when that is nothing worth keeping.
 */
export function tableOf(
  parts: readonly Part[],
  know: (slot: Slot) => Known,
  merge: (touching: readonly Known[]) => Known | null,
): Table {
  const fields: Field[] = [];
  let head = '';
  let quotes = 0;
  let touching: Known[] = [];

  const close = (stop: string) => {
    if (touching.length === 0) return;
    const known = touching.length === 1 ? (touching[0] ?? null) : merge(touching);
    const fenced = quotes % 2 === 1 || known?.foreign !== true;
    const shape = known?.shape ?? 'free';
    // Without quotes around it, what clients choose is believed only while it holds no space.
    fields.push({
      name: known?.name ?? null,
      shape: fenced || shape !== 'free' ? shape : 'path',
      stop,
      fenced,
    });
    touching = [];
  };

  for (const part of parts) {
    if (part.kind === 'slot') {
      touching.push(know(part));
      continue;
    }
    if (fields.length === 0 && touching.length === 0) head = part.text;
    else close(part.text);
    quotes += part.text.split('"').length - 1;
  }
  close('');
  return { head, fields };
}
