/** The kind of a response, which decides its `Content-Type`. */
type ContentType = keyof typeof contentTypes;

/** A complete response; readers need nothing else to show it. */
export const respond = (
  type: ContentType,
  body: string,
  { status = 200, headers = {} }: { readonly status?: number; readonly headers?: ExtraHeaders } = {},
): Response =>
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
export const respondText = (status: number, line: string, headers: ExtraHeaders = {}): Response =>
  respond('text', `${line}\n`, { status, headers });

type ExtraHeaders = Readonly<Record<string, string>>;

const contentTypes = {
  page: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  metrics: 'text/plain; version=0.0.4; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;
