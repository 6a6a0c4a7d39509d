/** The processor time that this process has used, in seconds: unlike wall time, not lengthened by other work. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Processor and wall seconds that `run` took, with what it answered. */
export function timed<T>(run: () => T): { answer: T; cpu: number; wall: number } {
  const cpuBefore = cpuSeconds();
  const wallBefore = performance.now();
  const answer = run();
  return { answer, cpu: cpuSeconds() - cpuBefore, wall: (performance.now() - wallBefore) / 1000 };
}
