import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { formatAltText, renderNotAttached } from '../query/answers/file-notes.js';
import { classifyError, isLayoutError } from './classify-error.js';
import { createNoRetryClientOptions } from './client-options.js';
import { readPlatformCode } from './error-text.js';
import { buildImageBlocks, describeUploadError, publishFiles, showWhenReady, uploadFiles } from './files.js';
import { formatErrorLine, silentLog } from './log.js';
import { noUnfurlOptions, toSlackPayload } from './payload.js';
/** Uploads files into threads of the configured channel. Never throws: failures are results. */
export function createSlackUploader({ botToken, apiUrl, channel }, { log = silentLog } = {}) {
  const web = new WebClient(botToken, createNoRetryClientOptions(apiUrl, log));
  const post = (thread, text, blocks) =>
    web.chat.postMessage({ channel, thread_ts: thread, text, blocks: [...blocks], ...noUnfurlOptions });
  const attempt = async (method, show, thread) => {
    try {
      await show();
      return { type: 'delivered', ts: thread };
    } catch (error) {
      return findPermanentFailure(error, log) ?? classifyError(error, method);
    }
  };
  return {
    async prepare(files) {
      try {
        const uploaded = await uploadFiles(web, files);
        if (files.some(({ alt }) => alt === null))
          return {
            type: 'prepared',
            publish: (thread) =>
              attempt('post', () => publishFiles(web, uploaded, { channel, thread }), thread),
          };
        const blocks = await buildImageBlocks(web, uploaded);
        const show = (thread) =>
          showWhenReady(() => post(thread, formatPictureTitles(files), blocks), isLayoutError);
        return { type: 'prepared', publish: (thread) => attempt('post', () => show(thread), thread) };
      } catch (error) {
        return (
          findPermanentFailure(error, log) ??
          toRepeatableFailure(classifyError(error, 'update'), describeUploadError(error))
        );
      }
    },
    reportFailure: async (reason, thread) => {
      log.warn(`Cannot attach the files of a report: ${reason}`);
      const { text, blocks } = toSlackPayload(
        renderNotAttached('Page and charts of this report', reason),
        log,
      );
      await post(thread, text, blocks).catch((error) =>
        log.warn(`Cannot report that in Slack: ${formatErrorLine(error)}`),
      );
    },
  };
}
const formatPictureTitles = (pictures) => formatAltText(pictures.map(({ title }) => title).join('; '));
/** Returns the failure if no retry can help. */
function findPermanentFailure(error, log) {
  const isPermanent = error instanceof WebAPIPlatformError && readPlatformCode(error) === 'missing_scope';
  if (!isPermanent) log.warn(`Cannot attach a file: ${formatErrorLine(error)}`);
  return isPermanent ? { type: 'refused', why: describeUploadError(error), isGone: false } : undefined;
}
/** Nothing is visible yet, so the call can be repeated whatever its outcome was. */
const toRepeatableFailure = (result, why) =>
  result.type === 'refused'
    ? { ...result, why }
    : { type: 'later', retryAfterMs: result.type === 'later' ? result.retryAfterMs : null, why };
