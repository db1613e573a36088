import { BUSY_LOAD, judge, type Line, ratioOf } from "./judge.ts";

/** Three significant figures, without more zeros than a reader wants. */
export function figure(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en-GB").replaceAll(",", " ");
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** `1/8.3` for a share below one, `×1.2` above. */
export function share(ratio: number | null): string {
  if (ratio === null || Number.isNaN(ratio)) return "–";
  return ratio <= 1 ? `1/${figure(1 / ratio)}` : `×${figure(ratio)}`;
}

function targetOf({ target, unit }: Line): string {
  const parts = [
    ...(target.ratio === undefined
      ? []
      : [target.ratio <= 1 ? `≤ 1/${figure(1 / target.ratio)}` : `≤ ×${figure(target.ratio)}`]),
    ...(target.most === undefined ? [] : [`≤ ${figure(target.most)} ${unit}`]),
  ];
  return parts.join(", ") || "told";
}

const HEAD = ["goal", "what", "ours", "peer", "unit", "ratio", "target", "verdict", "n", "load"];

/** The table that a person reads, notes below it. */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.goal,
    line.what,
    figure(line.ours),
    line.isPeerLimit ? `> ${figure(line.peer)}` : figure(line.peer),
    line.unit,
    line.isPeerLimit && line.ours !== null ? `< ${share(ratioOf(line))}` : share(ratioOf(line)),
    targetOf(line),
    judge(line),
    String(line.n),
    line.load.toFixed(1),
  ]);
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map((row) => (row[i] as string).length)));
  const draw = (row: readonly string[]) =>
    row
      .map((cell, i) => (i < 2 || i >= 4 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
      .join("  ")
      .trimEnd();
  const notes = lines.filter((line) => line.note).map((line) => `${line.goal} ${line.what}: ${line.note}`);
  const busy = [...new Set(lines.filter((line) => line.load > BUSY_LOAD).map((line) => line.goal))];
  return [
    draw(HEAD),
    draw(widths.map((width) => "─".repeat(width))),
    ...rows.map(draw),
    ...(notes.length > 0 ? ["", ...notes] : []),
    ...(busy.length > 0
      ? ["", `load was above ${BUSY_LOAD} at ${busy.join(", ")}: run again, \`npm run bench -- ${busy.join(" ")}\``]
      : []),
  ].join("\n");
}
