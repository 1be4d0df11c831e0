/** The usual fault: a defect behind a plain group, with one line each. */
export const defineFault = (fault) => fault;
