import { z } from "zod";
import { RELEASE_ASSUMPTIONS } from "./release-assumptions.ts";

/** What every result rests on; the page says each in words. A result never comes without its list. */
export const MODEL_ASSUMPTIONS = [
  "records",
  "borders_feed",
  "busy_hour",
  "steady_state",
  "regulators_hold",
  "valve_states_recorded",
  "hole_20mm",
  "cordon_screening",
  "no_wind",
  "crew_at_damage",
  "steps_stand_for_flow",
  "length_of_records",
  "heights_unknown",
  "level_ground",
  "heights_between",
  "starved_take_less",
  "latest_values",
  "demand_scaled",
  "network_gives_way",
  "straight_pipes",
  "ducts_unknown",
  "one_leak",
  "migration_default",
  "keep_away_default",
  "sign_weights_default",
  "people_default",
  "winter_profile",
  "storage_not_refilled",
  "district_is_village",
  "line_pack_vessel",
  "relight_pace",
  "cases_saved",
  "one_at_a_time",
  ...RELEASE_ASSUMPTIONS,
] as const;
export const ModelAssumption = z.enum(MODEL_ASSUMPTIONS);
export type ModelAssumption = z.infer<typeof ModelAssumption>;
