import { MODEL_COMMANDS } from "#scripts/model-commands.ts";
import type { AnyCase, Verdict } from "./check-cases.ts";

/** How far a figure may be off: as a share, and at least so much. */
interface Tolerance {
  readonly rel: number;
  readonly abs: number;
}

const TINY = 1e-12;
const told = (value: unknown): number => (typeof value === "number" ? value : 0);

/** The case's own tolerance for a figure; distances of a plume have one in metres. */
function toleranceOf({ tolerance }: AnyCase, key: string): Tolerance {
  const own: unknown = tolerance;
  if (own === "exact") return { rel: 0, abs: 0 };
  const named = tolerance ?? {};
  if (key === "max_distance_m") return { rel: 0, abs: told(named.distance_abs_m) };
  return { rel: told(named.rel) || told(named.c_rel), abs: told(named.abs) || TINY };
}

/** Compares everything within `expected` with what stands in `got` at the same place. `say` hears what does not agree. */
class Comparison {
  readonly wrong: string[] = [];
  figures = 0;
  worst = 0;
  readonly #given: AnyCase;

  constructor(given: AnyCase) {
    this.#given = given;
  }

  compare(got: unknown, expected: unknown, where: string, key: string): void {
    if (typeof expected === "number") {
      this.figures++;
      const { rel, abs } = toleranceOf(this.#given, key);
      const off = Math.abs(told(got) - expected);
      if (typeof got !== "number" || !(off <= Math.max(rel * Math.abs(expected), abs)))
        this.wrong.push(`${where} ${String(got)} for ${expected}`);
      else if (expected !== 0) this.worst = Math.max(this.worst, off / Math.abs(expected));
    } else if (Array.isArray(expected)) {
      if (!Array.isArray(got) || got.length !== expected.length) this.wrong.push(`${where} of another length`);
      for (const [i, value] of expected.entries())
        this.compare((got as readonly unknown[] | undefined)?.[i], value, `${where}[${i}]`, key);
    } else if (expected !== null && typeof expected === "object") {
      for (const [name, value] of Object.entries(expected))
        this.compare((got as Readonly<Record<string, unknown>> | undefined)?.[name], value, `${where}.${name}`, name);
    } else if (got !== expected) this.wrong.push(`${where} ${String(got)} for ${String(expected)}`);
  }
}

/** A case whose expected figures stand beside the inputs of each row: the answer holds the same rows, with our figures. */
export async function checkFigures(
  given: AnyCase,
  command: "consequence" | "demand",
  lists: readonly string[],
): Promise<Verdict> {
  const got = (await MODEL_COMMANDS[command]?.(given)) as AnyCase;
  const comparison = new Comparison(given);
  for (const list of lists) if (given[list] !== undefined) comparison.compare(got[list], given[list], list, list);
  const { wrong, figures, worst } = comparison;
  if (figures === 0) wrong.push("no figure to compare");
  const words = `${figures} figures, share ${worst.toExponential(1)}`;
  return { id: given.id, ok: wrong.length === 0, words: wrong.slice(0, 5).join(", ") || words, iterations: 1 };
}
