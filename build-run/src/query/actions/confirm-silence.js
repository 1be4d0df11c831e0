import { instructionReplies } from '../answers/instruction.js';
import { confirmSilenceName, decodeSilence } from '../silence-proposal.js';
/**
 * Handles a press on `Set this silence`, below a silence that was repeated to the person who asked for it. Undefined for
 * any other button.
 */
export function pressConfirmSilence(actionId, value, context) {
  if (actionId !== confirmSilenceName) return undefined;
  const silence = decodeSilence(value, context.user, context.now);
  return silence === undefined
    ? instructionReplies.proposalOver()
    : { action: { type: 'silence', silence }, message: instructionReplies.silenceStarted(silence, context) };
}
