/**
 * An object that is printed over several lines, as by `jq .` or a console: braces that stay open end a line, those that
 * close begin one.
 */
/** True if the record is the start of such an object, or all of it. */
export const isObjectBlock = (record) =>
  record.startsWith('{') && (record.length === 1 || /^\{[ \t]*\n/.test(record));
/** True if the latest line of the block closes its first brace. */
export const isBlockClosed = (record) =>
  /^[ \t]*\}/.test(record.slice(record.lastIndexOf('\n') + 1)) && countOpenBraces(record) <= 0;
/** True for a line of brackets and commas alone, as between the objects of a list. */
export const isPunctuation = (line) => /^[ \t{}[\],]*$/.test(line);
/** True for a line that is only the brace before the members of an object. */
export const opensObject = (line) => /^[ \t]*\{[ \t]*$/.test(line);
/** True for a line that can be a member, a value in a list or a bracket. */
export const isBlockLine = (line) => /^[ \t"}\]]|^$/.test(line);
/** True if the block ends in a list of records, so that each object that follows is a block of its own. */
export const opensRecordList = (record) => recordListPattern.test(record);
const recordListPattern =
  /"(?:events|logEvents|logRecords|scopeLogs|resourceLogs|entries|hits|streams|result|results|data|records)"[ \t]*:[ \t]*\[[ \t]*$/;
function countOpenBraces(record) {
  let open = 0;
  for (const line of record.split('\n')) {
    if (/^[ \t]*[}\]]/.test(line)) open -= 1;
    if (/[{[][ \t]*$/.test(line)) open += 1;
  }
  return open;
}
