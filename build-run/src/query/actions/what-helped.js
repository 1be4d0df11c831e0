import { formatIncidentName } from '../../incidents/incident.js';
import { section } from '../../render/blocks.js';
import { button } from '../../render/controls.js';
import { personName, text } from '../../render/rich-text.js';
import { summarizeIncident } from '../../report/summary/incident.js';
import { describeFixAnswer, listFixAnswers } from '../../report/words/fix-answer.js';
import { instructionReplies } from '../answers/instruction.js';
import { encodeButtonValue } from './button.js';
import { buildInputModal, createChoiceField } from './modal.js';
/** Asks what ended an incident, so that it comes first the next time. */
export const whatHelpedButton = {
  name: 'what-helped',
  actionType: 'what-helped',
  isOffered: ({ state, mergedIntoId }) => state.type === 'resolved' && mergedIntoId === null,
  control: {
    type: 'row',
    render: (name, { number }) => button('What helped?', name, encodeButtonValue(number)),
  },
  onPress: (incident, _, context) => {
    const given = context.repository.fixAnswer(incident);
    return {
      view: buildInputModal(`What ended ${formatIncidentName(incident)}?`, 'Save', [
        given === null
          ? undefined
          : section(text`So far: ${describeFixAnswer(given.answer)}, said ${personName(given.by)}.`),
        createChoiceField(
          fieldId,
          'Which step helped?',
          listAnswers(incident, context).map((answer) => ({
            label: answer.type === 'step' ? [answer.step] : describeFixAnswer(answer),
            value: encodeAnswer(answer),
          })),
        ),
      ]),
    };
  },
  onSubmit: (incident, values, context) => {
    const answer = listAnswers(incident, context).find(
      (offered) => encodeAnswer(offered) === values[fieldId],
    );
    if (answer === undefined) return { problems: { [fieldId]: 'Choose one.' } };
    const action = { type: 'what-helped', incidentId: incident.id, answer };
    return { action, message: instructionReplies.applied(action, incident, context) };
  },
};
const listAnswers = (incident, { repository, now }) =>
  listFixAnswers(summarizeIncident(incident, repository, now));
/** An id of the step's words: Slack keeps it for as long as the modal is open. */
const encodeAnswer = (answer) =>
  answer.type === 'step'
    ? `step-${answer.step.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, valueCharsMax)
    : answer.type;
const fieldId = 'answer';
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const valueCharsMax = 150;
