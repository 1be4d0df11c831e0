/**
 * Builds the extraction table of a format. Adjacent values (`$host$request_uri`) cannot be separated: `merge` names their
 * concatenation, or returns null to drop it.
 */
export function buildTable(parts, describe, merge) {
  const fields = [];
  let prefix = '';
  let quoteCount = 0;
  let adjacent = [];
  const closeField = (delimiter) => {
    if (adjacent.length === 0) return;
    const known = adjacent.length === 1 ? (adjacent[0] ?? null) : merge(adjacent);
    const isFenced = quoteCount % 2 === 1 || known?.isClientControlled !== true;
    const shape = known?.shape ?? 'free';
    // An unquoted value that a client controls is trusted only while it contains no space.
    fields.push({
      name: known?.name ?? null,
      shape: isFenced || shape !== 'free' ? shape : 'path',
      delimiter,
      isFenced,
    });
    adjacent = [];
  };
  for (const part of parts) {
    if (part.type === 'value') {
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
