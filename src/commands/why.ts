import type { Asked, Command, Context } from '../command.js';
import { groupFactsOf } from '../group-facts.js';
import { factsOf } from '../incident-facts.js';
import type { Group, Ledger } from '../ledger.js';
import { isEverything } from '../question/about.js';
import { incidentFor, isAbout, scopeOf } from '../scope.js';
import { causesView } from '../views/advice-answer.js';
import { noIncidentView, whyView } from '../views/why.js';

/** `why BG-142`: everything about one incident, else about the worst open one, the newest, or what is asked about. */
export const why: Command<'why'> = {
  what: 'why',
  usage: 'why [BG-142|502s|payments-api]',
  help: 'the cause of an incident, all there is to try, and the records that tell',
  answer: (question, context) => {
    const { ledger, now, zone } = context;
    const incident = isOfFailures(question, context) ? undefined : incidentFor(question, context);
    if (incident !== undefined) {
      return { message: whyView(factsOf(incident, ledger, now), ledger.coverage(), now, zone) };
    }
    if (question.incident === null && !isEverything(question.of)) return ofFailures(question, context);
    const [newest] = ledger.incidents({ from: now - weekMs, to: now + 1 });
    return { message: noIncidentView(question.incident ?? undefined, newest, context) };
  },
};

const weekMs = 7 * 86_400_000;
const groupsMax = 4;

/** An incident answers for its upstream and cause while it is open; what is narrower is answered from failures. */
function isOfFailures({ incident, of, when }: Asked<'why'>, { ledger }: Context): boolean {
  if (incident !== null) return false;
  const { upstream: _, causes: __, ...narrower } = of;
  if (Object.keys(narrower).length > 0 || when.length > 0) return true;
  return !isEverything(of) && !ledger.openIncidents().some((open) => isAbout(open, of));
}

/** Open incidents of the upstreams that are blamed. */
const openAmong = (groups: readonly Group[], ledger: Ledger) =>
  ledger.openIncidents().filter((open) => groups.some(({ upstream }) => isAbout(open, { upstream })));

function ofFailures(question: Asked<'why'>, context: Context) {
  const scope = scopeOf(question, context);
  const groups = groupFactsOf(context.ledger, scope.window.span, groupsMax, scope.of);
  return { message: causesView(groups, openAmong(groups, context.ledger), scope, context) };
}
