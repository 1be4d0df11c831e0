import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FixStep } from '../../src/diagnose/advice/fix-step.js';
import { type Answer, Client, hasFailed } from './client.js';
import type { AdviceFault, Arrangement } from './fault.js';
import { failing, Gateway } from './gateway.js';
import { Lab, type SeenRequest } from './lab.js';
import { readAdvice } from './read-advice.js';
import { findUnusedPort } from './sockets.js';
import { NotTypeable, typeChange } from './type-change.js';

/**
 * `gone`: nothing fails any more. `corrected`: nginx refused it, or it could not be typed as it is said. `no effect`: as
 * much fails as before. `worse`: more fails, a header is lost, or another route is not as it was. `unsaid`: the product did
 * not say it.
 */
export type Grade = 'gone' | 'corrected' | 'no effect' | 'worse' | 'unsaid';

export type Verdict = {
  readonly fault: string;
  readonly cause: string;
  /** The steps that were typed. */
  readonly steps: readonly FixStep[];
  readonly failedBefore: number;
  readonly failedAfter: number | null;
  readonly requests: number;
  readonly grade: Grade;
  /** What was lost, refused or said instead. */
  readonly note: string;
};

/** Builds the fault, lets the product say its advice, types it, and compares the same traffic before and after. */
export async function runFault(fault: AdviceFault): Promise<Verdict> {
  const lab = new Lab();
  try {
    const otherPort = await lab.startApp();
    const arrangement = await fault.arrange(lab);
    const port = await findUnusedPort();
    const gateway = await Gateway.start(lab.dir, port, otherPort, arrangement.gateway, arrangement.runIn);
    lab.onEnd(() => gateway.stop());
    return await judge(fault, arrangement, lab, gateway, new Client(port));
  } finally {
    await lab.remove();
  }
}

async function judge(
  { fault, cause, changes }: AdviceFault,
  arrangement: Arrangement,
  lab: Lab,
  gateway: Gateway,
  client: Client,
): Promise<Verdict> {
  await arrangement.afterStart?.(gateway);
  const before = await observe(arrangement, lab, client, gateway);
  const logs = arrangement.reads === 'access' ? [gateway.accessLog] : [gateway.accessLog, gateway.errorLog];
  const advice = await readAdvice(logs);
  const said = advice.find((entry) => entry.cause === cause);
  const steps = changes.flatMap((text) => said?.steps.find((step) => text.test(step.text)) ?? []);
  const verdict = { fault, cause, steps, failedBefore: before.failed, requests: before.answers.length };
  if (steps.length < changes.length) {
    const found = advice.map((entry) => `${entry.count} ${entry.cause}`).join(', ');
    return { ...verdict, failedAfter: null, grade: 'unsaid', note: `found ${found || 'nothing'}` };
  }
  const objection = await applySteps(steps, arrangement, gateway);
  if (objection !== null) return { ...verdict, failedAfter: null, grade: 'corrected', note: objection };
  await new Promise((resolve) => setTimeout(resolve, arrangement.settleMs ?? 0));
  const after = await observe(arrangement, lab, client, gateway);
  return { ...verdict, failedAfter: after.failed, ...compare(before, after, arrangement) };
}

/** Grades a change by what was observed before and after it. */
export function compare(
  before: Observation,
  after: Observation,
  arrangement: Pick<Arrangement, 'isHttp' | 'leftover'>,
): Pick<Verdict, 'grade' | 'note'> {
  const note = [findLostHeaders(before, after, arrangement), findHarmedRoutes(before, after)]
    .filter(Boolean)
    .join('; ');
  if (note !== '' || after.failed > before.failed || before.failed === 0) return { grade: 'worse', note };
  return { grade: after.failed <= (arrangement.leftover ?? 0) ? 'gone' : 'no effect', note };
}

/** Types each step where its text says. Returns the objection of the first that cannot be typed. */
async function applySteps(
  steps: readonly FixStep[],
  { fill = {}, typeUpstream, typeCommand }: Arrangement,
  gateway: Gateway,
): Promise<string | null> {
  let config = gateway.read();
  try {
    for (const step of steps) {
      const filled = fillIn(step, fill);
      if (typeCommand !== undefined) await typeCommand(filled);
      else if (step.at === 'upstream') {
        if (typeUpstream === undefined) return `nowhere to type: ${step.text}`;
        await typeUpstream(filled);
      } else if (step.kind === 'change') config = typeChange(config, filled, failing);
    }
  } catch (error) {
    if (error instanceof NotTypeable) return error.message;
    throw error;
  }
  return gateway.load(config);
}

const fillIn = (step: FixStep, values: Readonly<Record<string, string>>): FixStep =>
  step.command === undefined
    ? step
    : {
        ...step,
        command: Object.entries(values).reduce(
          (text, [name, value]) => text.replaceAll(name, value),
          step.command,
        ),
      };

/** What clients, the upstream and the other routes saw of one round of traffic. */
export type Observation = {
  readonly answers: readonly Answer[];
  readonly failed: number;
  readonly seen: readonly SeenRequest[];
  /** Status and body of the other routes, which say what reached the upstream. */
  readonly others: readonly string[];
};

async function observe(
  { send, tooSlowMs = Infinity, measure }: Arrangement,
  lab: Lab,
  client: Client,
  gateway: Gateway,
): Promise<Observation> {
  lab.seen = [];
  const linesBefore = gateway.readAccessLog().length;
  const answers = await (send ?? ((asker) => asker.askInTurn(8)))(client);
  const seen = [...lab.seen];
  const others: string[] = [];
  for (const path of ['/', '/files/a', '/deep/page?x=1']) {
    const { status, body, hasFrameOptions } = await client.ask({ path });
    others.push(`${path}: ${status} ${hasFrameOptions} ${body.trim()}`);
  }
  return { answers, failed: await countFailed(), seen, others };

  async function countFailed(): Promise<number> {
    if (measure === undefined)
      return answers.filter((answer) => hasFailed(answer) || answer.ms > tooSlowMs).length;
    const file = join(lab.dir, 'traffic.log');
    writeFileSync(file, gateway.readAccessLog().slice(linesBefore).join('\n'));
    return measure(file);
  }
}

/** Headers of the gateway that reached the upstream before and do not any more; without any before, all that should. */
function findLostHeaders(
  before: Observation,
  after: Observation,
  { isHttp = true }: Pick<Arrangement, 'isHttp'>,
): string {
  if (!isHttp) return '';
  const expected = { host: 'shop.example', 'x-forwarded-for': '127.0.0.1', ...pickStable(before.seen) };
  const lost = Object.entries(expected).filter(([name, value]) =>
    after.seen.some(({ headers }) => headers[name] !== value),
  );
  const isBare = after.answers.some((answer) => !hasFailed(answer) && !answer.hasFrameOptions);
  return [...lost.map(([name]) => `lost ${name}`), ...(isBare ? ['lost X-Frame-Options'] : [])].join(', ');
}

/** Headers with one value in all requests, without those of the connection. */
function pickStable(seen: readonly SeenRequest[]): Readonly<Record<string, unknown>> {
  const [first, ...rest] = seen;
  return Object.fromEntries(
    Object.entries(first?.headers ?? {}).filter(
      ([name, value]) =>
        !/^(?:connection|content-length|transfer-encoding|cookie|upgrade)$/.test(name) &&
        rest.every(({ headers }) => headers[name] === value),
    ),
  );
}

/** Other routes that answered well before and answer otherwise now. */
const findHarmedRoutes = (before: Observation, after: Observation): string =>
  before.others
    .flatMap((other, index) =>
      !/: 200 /.test(other) || other === after.others[index] ? [] : `${other} became ${after.others[index]}`,
    )
    .join(', ');
