import type { FixStep } from '../../src/diagnose/advice/fix-step.js';
import type { CauseId } from '../../src/diagnose/causes/index.js';
import type { Answer, Client } from './client.js';
import type { Gateway, GatewayParts } from './gateway.js';
import type { Lab } from './lab.js';

/** A fault that is built for real, and the changes that the product says for it. */
export type AdviceFault = {
  /** `A route slower than its read timeout`. */
  readonly fault: string;
  /** What the product has to find in the logs. */
  readonly cause: CauseId;
  /** Texts of the steps that are typed, in this order: the ones that a reader of this fault would choose. */
  readonly changes: readonly RegExp[];
  readonly needs?: readonly Need[];
  readonly arrange: (lab: Lab) => Promise<Arrangement>;
};

/** What must be installed or permitted. */
export type Need = 'php-fpm' | 'gunicorn' | 'uwsgi' | 'mount' | 'network-namespace' | 'ipv6';

export type Arrangement = {
  readonly gateway: GatewayParts;
  /** The traffic, the same before and after the change; by default eight requests for /app. */
  readonly send?: (client: Client) => Promise<readonly Answer[]>;
  /** What a person fills in for the capitals of a command. */
  readonly fill?: Readonly<Record<string, string>>;
  /** Runs the command of a change in a shell, with what its text asks for besides. */
  readonly typeCommand?: (step: FixStep) => Promise<void>;
  /** Types a change of the upstream, and restarts it. */
  readonly typeUpstream?: (step: FixStep) => Promise<void>;
  /** False where requests are no HTTP behind the gateway, so that `proxy_set_header` never applied. */
  readonly isHttp?: boolean;
  /** Failures that stay, as they are the upstream's own. */
  readonly leftover?: number;
  /** Counts what stands for failures, from the access log of this traffic alone. */
  readonly measure?: (accessLog: string) => Promise<number>;
  /** Only this log is read. */
  readonly reads?: 'access';
  /** Answers that take longer count as failed: the client has given up. */
  readonly tooSlowMs?: number;
  /** Until the change can show, as what the fault has left behind ends. */
  readonly settleMs?: number;
  /** Network namespace or other wrapper that nginx runs in. */
  readonly runIn?: readonly string[];
  /** Happens after the first traffic: the service moves, the limit is reached. */
  readonly afterStart?: (gateway: Gateway) => Promise<void>;
};

/** The usual fault: a defect behind a plain group, with one line each. */
export const defineFault = (fault: AdviceFault): AdviceFault => fault;
