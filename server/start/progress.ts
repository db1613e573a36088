import type { Progress } from "./waiting.ts";

const WIDTH = 24;

const bar = (share: number) => {
  const full = Math.round(share * WIDTH);
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}]`;
};

/** Shows how far a start is: on a terminal one line that moves, elsewhere a line for each tenth. */
export function showProgress(isTerminal: boolean, write: (text: string) => void) {
  let tenth = -1;
  let shownAt = 0;
  return ({ zh, en, share }: Progress, now = Date.now()): void => {
    if (share === null) return;
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    const next = Math.floor(share * 10);
    if (isTerminal) {
      if (now - shownAt < 100 && share < 1) return;
      shownAt = now;
      // Clears to the end of the line: the text before may have been longer.
      write(`\r${bar(share)} ${percent}  ${zh} · ${en}\u001b[K${share >= 1 ? "\n" : ""}`);
    } else if (next !== tenth) {
      tenth = next;
      write(`${percent}  ${zh} · ${en}\n`);
    }
  };
}
