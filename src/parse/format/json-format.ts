import type { AccessFormat, AccessValues } from '../decoder.js';
import { hasMost, type JsonTemplate, readTemplate } from './json-template.js';
import { readJsonObject } from './lenient-json.js';

/**
 * The format of lines that are JSON objects. They are read by key, so that it matters neither in which order keys come
 * nor which are missing. `keep` leaves out what stands for an absent value.
 */
export function jsonFormat(
  name: string,
  template: JsonTemplate,
  keep: (written: ReadonlyMap<string, string>) => AccessValues,
): AccessFormat {
  const fields = new Set(
    template.flatMap((leaf) => leaf.name ?? leaf.table.fields.flatMap((field) => field.name ?? [])),
  );
  const keys = template.map(({ path }) => path[0] ?? '');
  const extract = (line: string): AccessValues | undefined => {
    const record = readJsonObject(line);
    if (record === undefined || !hasMost(record, keys)) return undefined;
    const values = keep(readTemplate(template, record));
    return values.size === 0 ? undefined : values;
  };
  return { name, fields, extract };
}
