/** What something costs, whatever else the machine does meanwhile. */

/** @returns milliseconds of processor time of this process, servers in it included */
export async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
