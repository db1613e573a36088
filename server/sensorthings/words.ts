import type { TagKind } from "#contract/gas.ts";

/** Limits of a tag, as the table names them. */
export const LIMITS = ["low_alarm", "low_warning", "high_warning", "high_alarm", "dead_band"] as const;

/** `low_alarm` as JSON names it. */
export const limitName = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What each kind of tag observes. */
export const OBSERVED: Readonly<Record<TagKind, string>> = {
  pressure: "gauge pressure of gas",
  flow: "volume flow of gas at 20 °C and 101.325 kPa",
  temperature: "temperature of gas",
  tank_level: "filling of a tank",
  gas_concentration: "gas in the air of a station, as a share of its lower explosive limit",
  methane: "methane in an underground space beside a pipe",
  ethane: "ethane in an underground space beside a pipe",
  odorant: "odorant in the gas",
  cp_potential: "pipe-to-soil potential of cathodic protection",
  valve_position: "opening of a valve",
};
