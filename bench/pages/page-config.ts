import type { Area } from "#contract/area.ts";
import type { MapConfig } from "#map/base.ts";
import type { Place } from "#bench/server/places.ts";
import type { BenchWindow } from "./bench-page.ts";

declare global {
  interface Window extends BenchWindow {}
}

export interface BenchConfig {
  readonly mapConfig: MapConfig;
  readonly root: string;
  readonly areas: readonly Area[];
  readonly province: Place;
  readonly city: Place;
}

export const readConfig = async (): Promise<BenchConfig> =>
  (await fetch("/bench/config.json")).json() as Promise<BenchConfig>;
