import type { TickerLine } from "./ticker-lines.ts";

/** How long a line stands: long enough to read from afar, ms. */
export const LINE_MS = 6000;

/** A line stays the same one while its numbers change. */
const keyOf = (line: TickerLine): string => {
  if (line.kind === "one") return `one ${line.alarm.id}`;
  return line.kind === "alarm" ? `alarm ${line.level}` : line.kind;
};

/** After this long a line that has gone is new when it comes again, ms. */
const FORGET_MS = 3_600_000;

/**
 * Tells lines in turn, each for {@link LINE_MS}: next comes the one that was not told for longest, so that a new alarm is told at once and no
 * line that stays is passed over, however others come and go.
 */
export function createTickerTurn() {
  let current: string | null = null;
  let since = 0;
  /** When each line was last told, ms. */
  const told = new Map<string, number>();

  /** @param now ms, never going back @returns what stands now; undefined when there is no line */
  return (lines: readonly TickerLine[], now: number): TickerLine | undefined => {
    const keys = lines.map(keyOf);
    const at = current === null ? -1 : keys.indexOf(current);
    if (at >= 0 && now - since < LINE_MS) return lines[at];
    for (const [key, when] of told) if (now - when > FORGET_MS && !keys.includes(key)) told.delete(key);
    const whenOf = (i: number) => told.get(keys[i] as string) ?? -Infinity;
    const next = keys.reduce((oldest, _, i) => (whenOf(i) < whenOf(oldest) ? i : oldest), 0);
    current = keys[next] ?? null;
    since = now;
    if (current !== null) told.set(current, now);
    return lines[next];
  };
}
