/**
 * Parses the body of Envoy's own answer, which people paste if they have no log: it names the reset reason like the details
 * of the access log. Undefined for any other text.
 */
export function parseReplyBody(text) {
  const match = replyBodyPattern.exec(text.trim());
  if (match === null) return undefined;
  const [, reason = '', transport] = match;
  const details = transport === undefined ? reason : `${reason}|${transport}`;
  return new Map([
    ['RESPONSE_CODE', /^protocol error$/.test(reason) ? '502' : '503'],
    ['RESPONSE_CODE_DETAILS', `upstream_reset_before_response_started{${details.replaceAll(' ', '_')}}`],
  ]);
}
/** Up to 1.38 the transport failure reason follows; retries are mentioned since 1.22. */
const replyBodyPattern =
  /^["'“]?upstream connect error or disconnect\/reset before headers\. (?:retried and the latest )?reset reason: ([a-zA-Z0-9/ ]{1,60}?)(?:, transport failure reason: ([^\n]{1,400}?))?["'”.]?$/;
