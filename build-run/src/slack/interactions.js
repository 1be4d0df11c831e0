import { validateView } from './block-kit-limits.js';
import { formatErrorLine } from './log.js';
import { noUnfurlOptions, toSlackPayload } from './payload.js';
import { answerOrApologize, apologyMessage, awaitAck, responseUrlOptions, sendReplyFile } from './replies.js';
/** Connects buttons, modals and the Home tab to the handlers. */
export function registerInteractions(app, context, trackWork) {
  const { handlers, web, log } = context;
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const getPermalink = (ts) => context.getPermalink(ts);
    const publishHome = async () => {
      const view = await handlers.onHomeOpened({ user: event.user, getPermalink });
      await web.views.publish({ user_id: event.user, view: ensureValidView(view, context) });
    };
    await trackWork(publishHome());
  });
  app.action(anyId, async ({ ack, action, body, respond }) => {
    await awaitAck(context, ack());
    const { trigger_id, channel, thread } = locateInteraction(body);
    const blockAction = { ...parseBlockAction(action), user: body.user.id, channel };
    const reply = async () => {
      const message = await answerOrApologize(context, async () => {
        const result = await handlers.onBlockAction(blockAction);
        if (result === undefined || !('type' in result)) return result;
        await web.views.open({ trigger_id, view: ensureValidView(result, context) });
        return undefined;
      });
      if (message === undefined) return;
      const post = (content) =>
        respond({ response_type: 'ephemeral', replace_original: false, ...toSlackPayload(content, log) });
      await post(message);
      await sendReplyFile(context, message, {
        destination: { channel, thread },
        post,
        ...responseUrlOptions,
      });
    };
    await trackWork(reply());
  });
  app.view(anyId, async ({ ack, body, view }) => {
    const user = body.user.id;
    const { callback_id: callbackId, private_metadata: privateMetadata } = view;
    const submission = {
      callbackId,
      privateMetadata,
      fields: readFields(view.state.values),
      user,
    };
    const result = await handlers.onViewSubmission(submission).catch((error) => {
      log.warn(`Cannot answer a modal from Slack: ${formatErrorLine(error)}`);
      return undefined;
    });
    if (result === undefined || 'problems' in result) {
      const errors = result?.problems ?? buildFormErrors(submission.fields);
      await awaitAck(context, ack({ response_action: 'errors', errors: { ...errors } }));
      return;
    }
    await awaitAck(context, ack());
    const { channel, execute } = result;
    const reply = async () => {
      const message = await answerOrApologize(context, execute);
      if (message === undefined) return;
      const { blocks, text, attachments } = toSlackPayload(message, log);
      const { parse, link_names } = noUnfurlOptions;
      await web.chat.postEphemeral({ channel, user, text, blocks, attachments, parse, link_names });
    };
    await trackWork(reply());
  });
}
const anyId = /[\s\S]*/;
/** Returns the view, with an apology as its only content if Slack would refuse it. */
function ensureValidView(view, { log }) {
  const [violation] = validateView(view);
  if (violation === undefined) return view;
  log.warn(`Cannot show a view: ${violation.pointer} ${violation.problem}. An apology is shown instead.`);
  return { ...view, blocks: [fallbackBlock] };
}
const fallbackBlock = {
  type: 'section',
  text: { type: 'mrkdwn', text: apologyMessage.text, verbatim: true },
};
/** Shown under the first field: a modal that stays open without a message looks broken. */
const buildFormErrors = (fields) => ({
  [Object.keys(fields)[0] ?? '']: apologyMessage.text,
});
/** Slack's types are a union of every kind of body; only buttons in messages have a channel and a container. */
function locateInteraction(body) {
  const { trigger_id = '', channel, container } = body;
  const { thread_ts, message_ts, is_ephemeral = false } = container ?? {};
  const thread = thread_ts ?? (is_ephemeral ? null : (message_ts ?? null));
  return { trigger_id, channel: channel?.id ?? '', thread };
}
/** A button has a value; a menu has the value of the selected option. */
function parseBlockAction(action) {
  const { action_id, value, selected_option } = action;
  return { actionId: action_id ?? '', value: value ?? selected_option?.value ?? '' };
}
/** Values by block; our blocks have one element each. */
const readFields = (values) =>
  Object.fromEntries(
    Object.entries(values).map(([block, elements]) => {
      const [element] = Object.values(elements);
      return [block, element?.value ?? element?.selected_option?.value ?? ''];
    }),
  );
