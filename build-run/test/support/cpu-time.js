/** CPU time of `work` in milliseconds, best of three runs. Unlike wall time, it ignores other load on the machine. */
export function measureCpuMs(work) {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}
