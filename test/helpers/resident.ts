/** What a process holds in memory. */
import { readFileSync } from 'node:fs';

/** Resident bytes of a process; undefined where the system does not tell, or the process has ended. */
export function residentBytes(pid: number | undefined): number | undefined {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
