import type { Words } from "#lib/i18n/words.ts";
import type { assumption as zh } from "#lib/i18n/zh/assumption.ts";

export const assumption: Words<typeof zh> = {
  records: "Pipes, valves and customers are as recorded",
  borders_feed: "County borders and pipes out of sight count as fed",
  busy_hour: "Demand of a winter peak hour (1.5 times the mean of the year)",
  steady_state: "Steady state; line pack running down is not shown",
  regulators_hold: "Regulators hold their set point, or pass what their inlet has",
  valve_states_recorded: "Valves stand as recorded; pipes out of use or planned carry nothing",
  hole_20mm: "The hole is taken as 20 mm until somebody has seen it",
  cordon_screening: "The cordon is a screening value: measured concentrations decide",
  no_wind: "Wind is left out",
  crew_at_damage: "Order of closing for one crew from the damage, 20 km/h, 8 minutes a valve",
  steps_stand_for_flow: "Direction is taken from the steps to the nearest source",
  length_of_records: "The way is the shortest by length of pipe",
  heights_unknown: "Nodes without a height show none",
  level_ground: "Heights are not known: level ground assumed",
  heights_between: "Nodes without a height take that of the next along the pipes; gauges read against the air there",
  starved_take_less:
    "Customers below the pressure of service take less (1.5 kPa low pressure, 10 kPa others: product defaults)",
  latest_values: "The newest valid readings are used",
  demand_scaled: "Demand is scaled to flow meters, then corrected in each pressure district by its sensors",
  network_gives_way: "Release coupled to the network: pressure at the damage is solved anew in its district",
  straight_pipes: "Pipes are taken as straight between their ends",
  ducts_unknown: "Other utilities' ducts are not in the data: only soil is reckoned with",
  ducts_recorded:
    "Ducts as recorded (a third is left after 60 m along one); wells of their kind within 5 m open into them; a duct nobody recorded is not reckoned with",
  one_leak: "One leak is assumed, and that it is pipeline gas",
  migration_default:
    "Gas creeps as a product default (a third is left after 6 m of soil); paving and frost carry it farther",
  keep_away_default: "Distances by measured gas are defaults: 25 m from 20 % LEL, 50 m from 50 %, 100 m from 80 %",
  sign_weights_default: "Weights of signs are a product default: correct them with confirmed cases",
  people_default:
    "People by customers and presence by hour (2.6 a household, 120 a hospital, care home, school or public building): no census",
  winter_profile: "Demand follows a standard profile of houses, scaled to the year's use",
  storage_not_refilled: "Storage is not refilled within the forecast",
  district_is_village: "A low-pressure district stands for a village or courtyard",
  line_pack_vessel: "A district is one vessel to line pack: far ends fall sooner",
  relight_pace:
    "Relighting: 10 fitters; minutes a visit 12 for a home, 30 commerce, 45 schools, care homes and public buildings, 60 hospitals, critical ones of unknown kind, industry and heating",
  one_at_a_time:
    "Each pipe goes alone, all else stays; whoever a way still leads to counts as supplied: whether the pressure is enough, a scenario says",
  cases_saved: "Compared with open plans kept for this area alone: valves closed without one are not among them",
  measured_on_sphere: "Distance and area on a sphere of the earth's mean radius: right to 0.5 %",
  measured_by_hand: "By the places clicked, as exact as zoom and base map: no survey",
  measured_straight: "Straight over the ground from point to point: neither heights nor the way of pipes count",
  methane_properties: "Pure methane at 10 ℃",
  hole_pressure_constant: "The network's pressure is taken to stay: large holes come out too great",
  hole_not_settled: "Hole and network found no common flow: figures are the last try",
  hole_near_full_bore: "The hole is wider than a fifth of the pipe: the pipe itself limits the flow",
  rupture_both_ends: "Both ends empty to the nearest valve, regulator or dead end",
  rupture_mean_outflow: "Fire and plume by the mean of the first minute",
  fire_point_source: "Heat from one point at ground level",
  fire_no_humidity: "Dry air, the cautious form",
  plume_screening: "Plume by neutral gas in steady wind: no jet, no buoyancy, no buildings",
  plume_near_field: "Nearer than 100 m the plume's formula means nothing: measure",
  plume_missing: "No wind was given: no plume is drawn",
  initial_distance: "The distance kept clear at once is a rule of emergency guides, not a result",
  evacuation_transmission_rule:
    "The evacuation rule was made for transmission pipes; at low pressure the first distance decides",
};
