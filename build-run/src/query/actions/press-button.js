import { decodeModalContext, encodeModalContext } from './button.js';
import { buttonHandlers } from './index.js';
import { moreMenuId } from './render-buttons.js';
/** Finds the button and the incident of a press; undefined when it is none of ours or the incident is gone. */
export function findPress(actionId, value, repository) {
  const parsed = parseButtonPress(actionId, value);
  const incident = parsed && repository.incidentByNumber(parsed.incidentNumber);
  return parsed && incident && { ...parsed, incident };
}
/** Handles a press: an action to apply, a modal to open, or a message for that user alone. */
export function pressButton({ button, incident, choice }, context) {
  const result = button.onPress(incident, choice, context);
  if ('action' in result) return result;
  if ('message' in result) return result.message;
  const { view } = result;
  if (view.submit === undefined) return view;
  return {
    ...view,
    callback_id: button.name,
    private_metadata: encodeModalContext(incident, context.channel),
  };
}
/** Finds the button that opened a modal, and its incident. */
export function findSubmission(callbackId, privateMetadata, repository) {
  const { incidentNumber = 0, channel = '' } = decodeModalContext(privateMetadata) ?? {};
  const incident = repository.incidentByNumber(incidentNumber);
  const onSubmit = buttonHandlers.find(({ name }) => name === callbackId)?.onSubmit;
  return {
    channel,
    submit: incident && onSubmit && ((fields, context) => onSubmit(incident, fields, context)),
  };
}
/** Parses what Slack sends of a press; undefined unless it comes from a button of ours. */
export function parseButtonPress(actionId, value) {
  const [, incidentNumber, choice = ''] = /^(\d{1,9})(?::([a-z0-9-]{1,40}))?$/.exec(value) ?? [];
  const pressedName = actionId === moreMenuId ? choice : actionId;
  const button = buttonHandlers.find(({ name }) => name === pressedName);
  return incidentNumber === undefined || button === undefined
    ? undefined
    : { button, incidentNumber: Number(incidentNumber), choice };
}
