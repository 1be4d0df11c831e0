/** A complete response; readers need nothing else to show it. */
export const respond = (type, body, { status = 200, headers = {} } = {}) =>
  new Response(body, {
    status,
    // The length is given for HEAD too, which has no body to count.
    headers: {
      ...headers,
      'Content-Type': contentTypes[type],
      'Content-Length': String(Buffer.byteLength(body)),
    },
  });
/** One line of plain text. */
export const respondText = (status, line, headers = {}) => respond('text', `${line}\n`, { status, headers });
const contentTypes = {
  page: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  metrics: 'text/plain; version=0.0.4; charset=utf-8',
  text: 'text/plain; charset=utf-8',
};
