import type { Message } from '../../render/message.js';
import { text, toFallbackText } from '../../render/rich-text.js';
import { renderSentence } from './answer-view.js';

/** What is said where a file should have been. */
export const renderNotAttached = (subject: string, reason: string): Message =>
  renderSentence(text`${subject} could not be attached: ${reason}.`, 'warning');

/** What a picture is called where pictures are not shown. */
export const formatAltText = (title: string): string => toFallbackText([title], altTextCharsMax);

const altTextCharsMax = 3_000;
