import { readFacts } from "./files/facts.ts";
import type { Manifest } from "./files/manifest.ts";
import { type WriteProgress, writeWorld } from "./files/write-world.ts";
import { type Tier, WHOLE_COUNTY } from "./world/tiers.ts";

export interface DemoAsk {
  readonly tier: Tier;
  readonly seed: number;
  /** The instant at which histories end, ms since 1970. */
  readonly asOf: number;
  readonly dir: string;
  readonly onProgress?: (progress: WriteProgress) => void;
}

/** The seed of the province that everybody knows. */
export const DEMO_SEED = 1;

/** Where the demo accounts stand. Every tier holds these places. */
export const DEMO_PLACES = {
  province: "130000",
  /** 石家庄市, and 正定县 in it: the county that is there whole. */
  city: "130100",
  county: WHOLE_COUNTY,
  /** 正定县's first enterprise of piped gas. */
  enterprise: `E${WHOLE_COUNTY}-01`,
} as const;

/** Writes the made-up province as files into a directory and says what is where. */
export async function writeDemo(ask: DemoAsk): Promise<Manifest> {
  const { tier, seed, asOf, dir, onProgress } = ask;
  return writeWorld({ tier, seed, asOf, ...readFacts() }, dir, onProgress);
}
