/** Undoes what forums, web pages and JSON did to the quotation marks of a pasted record. */
export const repairQuotes = (record: string): string => {
  let text = record;
  if (/[“”„]/.test(text)) text = text.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'");
  if (/&quot;|&#34;/.test(text))
    text = text.replace(/&(?:quot|#34|amp|lt|gt|#39|apos);/g, (entity) => entities.get(entity) ?? entity);
  if (/: \\"/.test(text)) text = text.replace(/\\(["\\])/g, '$1');
  return text;
};

const entities: ReadonlyMap<string, string> = new Map([
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&#39;', "'"],
  ['&apos;', "'"],
]);
