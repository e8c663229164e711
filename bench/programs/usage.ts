import { writeSync } from 'node:fs';

/** Loaded before a program. Reports the resources that its process used when it ends. */
process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const { measuredMs } = globalThis as { measuredMs?: number };
  writeSync(3, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024, measuredMs }));
});
