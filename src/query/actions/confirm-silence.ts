import type { Message } from '../../render/message.js';
import { instructionReplies } from '../answers/instruction.js';
import { confirmSilenceName, decodeSilence } from '../silence-proposal.js';
import type { PressContext, RequestedAction } from './button.js';

/**
 * Handles a press on `Set this silence`, below a silence that was repeated to the person who asked for it. Undefined for
 * any other button.
 */
export function pressConfirmSilence(
  actionId: string,
  value: string,
  context: PressContext,
): Required<RequestedAction> | Message | undefined {
  if (actionId !== confirmSilenceName) return undefined;
  const silence = decodeSilence(value, context.user, context.now);
  return silence === undefined
    ? instructionReplies.proposalOver()
    : { action: { type: 'silence', silence }, message: instructionReplies.silenceStarted(silence, context) };
}
