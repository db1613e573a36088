import type { HazardState, HazardStep } from "#contract/field/hazard-words.ts";
import type { Hazard } from "#contract/field/hazards.ts";

/** Steps that a person on the spot can take. The others belong to a desk, or to the clock. */
export const ON_SPOT = ["accept", "fix", "recheck_pass", "recheck_fail", "notify", "cut", "restore", "extend"] as const;
export type SpotStep = (typeof ON_SPOT)[number];

const MAY: Readonly<Record<HazardState, readonly SpotStep[]>> = {
  found: ["notify"],
  graded: ["notify", "accept"],
  dispatched: ["accept", "notify"],
  accepted: ["fix", "notify"],
  fixed: ["recheck_pass", "recheck_fail"],
  rechecked: [],
  closed: [],
  enforcement: [],
};

/**
 * What may be offered without asking the server: the steps of the state, gas off or on as it is, the one extension while it is open. The server has the
 * last word when the record comes; what it cannot take is kept and shown to a person.
 */
export function stepsOffline({
  state,
  isCut,
  isExtended,
}: Pick<Hazard, "state" | "isCut" | "isExtended">): readonly SpotStep[] {
  if (state === "closed") return [];
  const more: SpotStep[] = [isCut ? "restore" : "cut"];
  if (!isExtended && (state === "dispatched" || state === "accepted")) more.push("extend");
  return [...MAY[state], ...more];
}

/** The steps to offer: the server's own list where it has answered, else what the state allows. */
export function stepsFor(hazard: Hazard, next: readonly HazardStep[] | null): readonly SpotStep[] {
  return next === null ? stepsOffline(hazard) : ON_SPOT.filter((step) => next.includes(step));
}

/** Photos are evidence of what was done or seen on the spot. */
export const needsPhoto = (step: SpotStep): boolean =>
  step === "fix" || step === "recheck_pass" || step === "recheck_fail";
