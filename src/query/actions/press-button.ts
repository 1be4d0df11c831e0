import type { ModalView } from '@slack/types';
import type { Incident, IncidentNumber } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import type { Repository } from '../../report/repository.js';
import {
  type ButtonHandler,
  decodeModalContext,
  encodeModalContext,
  type ModalFields,
  type PressContext,
  type RequestedAction,
  type SubmitResult,
} from './button.js';
import { buttonHandlers } from './index.js';
import { moreMenuId } from './render-buttons.js';

/** A press on a button of ours, ready to be handled once the user is known to be allowed. */
type Press = {
  readonly button: ButtonHandler;
  readonly incident: Incident;
  /** Empty for a plain button. */
  readonly choice: string;
};

/** Finds the button and the incident of a press; undefined when it is none of ours or the incident is gone. */
export function findPress(actionId: string, value: string, repository: Repository): Press | undefined {
  const parsed = parseButtonPress(actionId, value);
  const incident = parsed && repository.incidentByNumber(parsed.incidentNumber);
  return parsed && incident && { ...parsed, incident };
}

/** Handles a press: an action to apply, a modal to open, or a message for that user alone. */
export function pressButton(
  { button, incident, choice }: Press,
  context: PressContext,
): RequestedAction | ModalView | Message {
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

/** A submitted modal, and the channel that its answer goes to. */
type Submission = {
  /** Empty when the modal is none of ours. */
  readonly channel: string;
  /** Undefined when the modal is none of ours or the incident is gone. */
  readonly submit: ((fields: ModalFields, context: PressContext) => SubmitResult) | undefined;
};

/** Finds the button that opened a modal, and its incident. */
export function findSubmission(
  callbackId: string,
  privateMetadata: string,
  repository: Repository,
): Submission {
  const { incidentNumber = 0, channel = '' } = decodeModalContext(privateMetadata) ?? {};
  const incident = repository.incidentByNumber(incidentNumber);
  const onSubmit = buttonHandlers.find(({ name }) => name === callbackId)?.onSubmit;
  return {
    channel,
    submit: incident && onSubmit && ((fields, context) => onSubmit(incident, fields, context)),
  };
}

/** Parses what Slack sends of a press; undefined unless it comes from a button of ours. */
export function parseButtonPress(
  actionId: string,
  value: string,
):
  | { readonly button: ButtonHandler; readonly incidentNumber: IncidentNumber; readonly choice: string }
  | undefined {
  const [, incidentNumber, choice = ''] = /^(\d{1,9})(?::([a-z0-9-]{1,40}))?$/.exec(value) ?? [];
  const pressedName = actionId === moreMenuId ? choice : actionId;
  const button = buttonHandlers.find(({ name }) => name === pressedName);
  return incidentNumber === undefined || button === undefined
    ? undefined
    : { button, incidentNumber: Number(incidentNumber), choice };
}
