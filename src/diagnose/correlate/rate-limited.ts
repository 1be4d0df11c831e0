import type { Remark, Request } from '../../parse/event.js';
import { Recent } from './key-index.js';
import { keysOf } from './keys.js';
import { isDuring } from './match.js';
import type { Case } from './pending-request.js';

/** Rejections whose access line has not been read yet. */
const earlyMax = 2_000;

/** Requests that a limit of the gateway turned away: nginx's record says so, the access line only that it was a 503. */
export class Rejections {
  readonly #early = new Recent<Remark>(earlyMax);

  /** The case that the record shows to be no failure, if its line has been read and not been told. */
  resolve(remark: Remark, untold: readonly Case[]): Case | undefined {
    const rejected = untold.find(
      ({ attempts, request }) =>
        attempts.length === 0 && request !== null && mayBeRejected(request) && isDuring(remark, request),
    );
    if (rejected === undefined) this.#early.add(remark, keysOf(remark));
    return rejected;
  }

  /** True for the request of a rejection whose record has been read. */
  takes(request: Request): boolean {
    if (!mayBeRejected(request)) return false;
    const by = this.#early.near(keysOf(request)).find((remark) => isDuring(remark, request));
    if (by !== undefined) this.#early.take(by);
    return by !== undefined;
  }
}

/** The status of a limit, unless it is configured otherwise, and nobody was tried. */
const mayBeRejected = ({ status, tries }: Request): boolean => status === 503 && tries.length === 0;
