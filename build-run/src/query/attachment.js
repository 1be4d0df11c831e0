/** The format of an attachment, as a question names it; null for an archive. */
export function getOutputFormat(attachment) {
  switch (attachment.type) {
    case 'text':
      return outputFormats.find((format) => attachment.fileName.endsWith(`.${format}`)) ?? null;
    case 'chart':
      return 'png';
    case 'page':
      return 'html';
    case 'bundle':
      return null;
  }
}
/** Formats that a question can ask for. No answer has all of them. */
export const outputFormats = ['csv', 'json', 'html', 'pdf', 'png', 'svg'];
