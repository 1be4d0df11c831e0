/** Rows of a CSV file by the names in its first row. Cells may be quoted. */
export function parseCsv(text) {
  const [headers = [], ...rows] = splitRows(text);
  return rows.map((cells) =>
    Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? ''])),
  );
}
function splitRows(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',' && end !== '') rows.push([]);
  }
  return rows.filter((cells) => cells.some((cell) => cell !== ''));
}
const orNull = (cell = '') => (cell === '' ? null : cell);
/** A failure from its row of CSV. */
export const toFailure = (row) => ({
  at: row['at'] ?? '',
  cause: row['cause'] ?? '',
  outcome: row['outcome'] ?? '',
  status: row['status'] === '' ? null : Number(row['status']),
  upstream: orNull(row['upstream']),
  peer: orNull(row['peer']),
  client: orNull(row['client']),
  request:
    row['request.target'] === ''
      ? null
      : { method: row['request.method'] ?? '', target: row['request.target'] ?? '' },
  attempts: Number(row['attempts']),
  evidence: [
    {
      file: row['evidence.file'] ?? '',
      byte: Number(row['evidence.byte']),
      line: Number(row['evidence.line']),
    },
  ],
});
