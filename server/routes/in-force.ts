import type { Deps } from "#server/deps.ts";
import { ProblemError } from "#server/http/problem.ts";

const DAY_MS = 86_400_000;

/** A span that ends after it begins and is not longer than a number of days; 400 otherwise. */
export function refuseSpan(from: string, to: string, days: number): void {
  const ms = Date.parse(to) - Date.parse(from);
  if (ms > 0 && ms <= days * DAY_MS) return;
  const expected = `an instant after from, by at most ${days} days`;
  throw new ProblemError("bad_request", "The span is none.", { issues: [{ at: "to", expected, received: to }] });
}

/** In force at once; when the engine could not read it anew, the change is kept and comes with its next start, and the caller is told. */
export async function putInForce({ alarms }: Pick<Deps, "alarms">): Promise<void> {
  await alarms.service.reload().catch((cause: unknown) => {
    throw new ProblemError("not_ready", "It is kept, but is not in force yet: the alarm engine could not read it.", {
      cause,
    });
  });
}
