/** What the reckoning of a release rests on; the page says each in words. */
export const RELEASE_ASSUMPTIONS = [
  "methane_properties",
  "hole_pressure_constant",
  "hole_not_settled",
  "hole_near_full_bore",
  "rupture_both_ends",
  "rupture_mean_outflow",
  "fire_point_source",
  "fire_no_humidity",
  "plume_screening",
  "plume_near_field",
  "plume_missing",
  "initial_distance",
  "evacuation_transmission_rule",
] as const;
export type ReleaseAssumption = (typeof RELEASE_ASSUMPTIONS)[number];
