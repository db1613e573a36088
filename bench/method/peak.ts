import { readFileSync } from "node:fs";

/**
 * The most memory that this process ever had resident, bytes. Not `resourceUsage().maxRSS` where Linux tells better: that begins with what the
 * process had resident that started this one, so a bench's small child of a large parent would seem as large.
 */
export function peakBytes(): number {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (kib !== undefined) return Number(kib) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
