import { type ColorBy, classCount, PIPE_CLASSING } from "#contract/pipe-classes.ts";

/** Number of the class that stands for "not known" or "all the others"; null where each class says something. */
export function restClass(by: ColorBy): number | null {
  const classing = PIPE_CLASSING[by];
  const hasRest =
    classing.kind === "owners" ||
    (classing.kind === "range" && classing.hasUnknown) ||
    (classing.kind === "list" && classing.words.at(-1) === "unknown");
  return hasRest ? classCount(by) - 1 : null;
}
