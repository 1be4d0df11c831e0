import { text, toFallbackText } from '../../render/rich-text.js';
import { renderSentence } from './answer-view.js';
/** Renders the notice that a file could not be attached. */
export const renderNotAttached = (subject, reason) =>
  renderSentence(text`${subject} could not be attached: ${reason}.`, 'warning');
/** Formats the alternative text of a picture. */
export const formatAltText = (title) => toFallbackText([title], altTextCharsMax);
const altTextCharsMax = 3_000;
