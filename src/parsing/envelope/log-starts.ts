/** True when the text begins as gateways begin their lines: what stands before it is then an envelope. */
export const beginsLog = (text: string): boolean => logStarts.some((start) => start.test(text));

const logStarts = [
  /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[/,
  /^\[(?:emerg|alert|crit|error|warn|notice|info|debug)\] \d{1,10}#/,
  /^nginx: \[/,
  /^\[\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/,
  /^\{"/,
  /^\d{4}-\d\d-\d\dT\S{8,24} (?:stdout|stderr) [FP] /,
  /^\[pod\//,
  /^<\d{1,3}>/,
  /^(?:[\w.:-]{1,255} )?[\da-fA-F.:]{3,45} \S{1,64} \S{1,255} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/,
];
