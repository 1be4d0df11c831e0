/** Replaces the older of two messages about the same. */
export const renderRepeatedMessage = () => ({
  text: repeatedText,
  tone: 'neutral',
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text: repeatedText, verbatim: true } }],
});
const repeatedText = 'This message was posted again. Only the newer one is kept up to date.';
