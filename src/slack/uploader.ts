import type { KnownBlock } from '@slack/types';
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { SlackConfig } from '../config/config.js';
import type { Delivery } from '../notify/channel.js';
import type { Carrier, Hindrance } from '../notify/uploads.js';
import { notAttachedView, pictureText } from '../query/answers/file-notes.js';
import type { ReadyFile } from '../render/attachment.js';
import { type Call, deliveryOf, isAboutLayout } from './classify-error.js';
import { onceOptions } from './client-options.js';
import { platformCode } from './error-text.js';
import { bringAll, pictureBlocks, share, shownWhenReady, whyNotBrought } from './files.js';
import { type Log, silent, told } from './log.js';
import { quietly, sendable } from './payload.js';

/** Takes files into threads of the configured channel. Never throws: what goes wrong is in what it answers. */
export function slackCarrier(
  { botToken, apiUrl, channel }: SlackConfig,
  { log = silent }: { log?: Log } = {},
): Carrier {
  const web = new WebClient(botToken, onceOptions(apiUrl, log));
  const post = (thread: string, text: string, blocks: readonly KnownBlock[]) =>
    web.chat.postMessage({ channel, thread_ts: thread, text, blocks: [...blocks], ...quietly });
  const attempt = async (call: Call, show: () => Promise<unknown>, thread: string): Promise<Delivery> => {
    try {
      await show();
      return { name: 'delivered', ts: thread };
    } catch (error) {
      return hindranceIn(error, log) ?? deliveryOf(error, call);
    }
  };

  return {
    async prepare(files) {
      try {
        const brought = await bringAll(web, files);
        if (files.some(({ alt }) => alt === null))
          return {
            name: 'prepared',
            show: (thread) => attempt('post', () => share(web, brought, { channel, thread }), thread),
          };
        const blocks = await pictureBlocks(web, brought);
        const show = (thread: string) =>
          shownWhenReady(() => post(thread, textOf(files), blocks), isAboutLayout);
        return { name: 'prepared', show: (thread) => attempt('post', () => show(thread), thread) };
      } catch (error) {
        return hindranceIn(error, log) ?? harmless(deliveryOf(error, 'update'), whyNotBrought(error));
      }
    },
    excuse: async (why, thread) => {
      log.warn(`Files of a report were not attached: ${why}`);
      const { text, blocks } = sendable(notAttachedView('Page and charts of this report', why), log);
      await post(thread, text, blocks).catch((error) => log.warn(`Cannot say so in Slack: ${told(error)}`));
    },
  };
}

const textOf = (pictures: readonly ReadyFile[]) => pictureText(pictures.map(({ title }) => title).join('; '));

/** What no later try can help against. */
function hindranceIn(error: unknown, log: Log): Hindrance | undefined {
  const isHopeless = error instanceof WebAPIPlatformError && platformCode(error) === 'missing_scope';
  if (!isHopeless) log.warn(`Cannot attach a file: ${told(error)}`);
  return isHopeless ? { name: 'refused', why: whyNotBrought(error), gone: false } : undefined;
}

/** Nothing was seen of it yet, so whatever became of the call, it can be made again. */
const harmless = (delivery: Delivery, why: string): Hindrance =>
  delivery.name === 'refused'
    ? { ...delivery, why }
    : { name: 'later', afterMs: delivery.name === 'later' ? delivery.afterMs : 0, why };
