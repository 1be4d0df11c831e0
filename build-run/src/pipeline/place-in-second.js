const first = 0;
const anywhere = 1;
const last = 2;
/**
 * The place of a record among those of its request in the same second, to sort by where their order is lost: a try that
 * timed out had begun before that second, and none follows where no server was left.
 */
export function findPlaceInSecond(event) {
  if (event.type !== 'attempt') return anywhere;
  if (event.finding.symptom === 'timed-out') return first;
  return event.finding.symptom === 'no-peer' ? last : anywhere;
}
