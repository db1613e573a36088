import { Presets, SingleBar } from "cli-progress";

/** A bar on a terminal; elsewhere, a line for each tenth, so that a log stays readable. */
export interface ProgressLine {
  show(share: number, words: string): void;
  end(): void;
}

export function progressLine(out: NodeJS.WriteStream = process.stderr): ProgressLine {
  return out.isTTY ? barLine(out) : plainLine(out);
}

function barLine(out: NodeJS.WriteStream): ProgressLine {
  const bar = new SingleBar(
    { format: "[{bar}] {percentage} % {words}", stream: out, hideCursor: true, clearOnComplete: true, linewrap: false },
    Presets.legacy,
  );
  bar.start(1000, 0, { words: "" });
  return {
    show: (share, words) => bar.update(Math.round(Math.min(1, Math.max(0, share)) * 1000), { words }),
    end: () => bar.stop(),
  };
}

function plainLine(out: NodeJS.WriteStream): ProgressLine {
  let last = "";
  return {
    show: (share, words) => {
      const name = words.split("  ")[0] ?? words;
      const step = `${name} ${Math.floor(share * 10)}`;
      if (step === last) return;
      last = step;
      out.write(`${Math.floor(share * 10) * 10} % ${words}\n`);
    },
    end: () => {},
  };
}
