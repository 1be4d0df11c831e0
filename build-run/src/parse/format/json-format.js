import { extractValues, hasMostKeys } from './json-template.js';
import { parseJsonObject } from './lenient-json.js';
/**
 * Compiles a format that writes JSON objects. Lines are read by key, so the order of keys does not matter and keys may be
 * missing. `omitUnset` removes the values that stand for an absent one.
 */
export function compileJsonFormat(name, template, omitUnset) {
  const fields = new Set(
    template.flatMap((leaf) => leaf.name ?? leaf.table.fields.flatMap((field) => field.name ?? [])),
  );
  const keys = template.map(({ path }) => path[0] ?? '');
  const extract = (line) => {
    const record = parseJsonObject(line);
    if (record === undefined || !hasMostKeys(record, keys)) return undefined;
    const values = omitUnset(extractValues(template, record));
    return values.size === 0 ? undefined : values;
  };
  return { name, fields, extract };
}
