import type { Words } from "#lib/i18n/words.ts";
import type { plan as zh } from "#lib/i18n/zh/plan.ts";

export const plan: Words<typeof zh> = {
  ties: "Ties that can be opened",
  tieServed: "{{n}} at service pressure, lowest {{kPa}} kPa",
  tieUnsolved: "no steady state: not to be relied on alone",
  tieHarmed: "{{n}} others would fall below service pressure",
  least: "Other valves that would do",
  leastBy: "Choose valves by",
  leastOf: { valves: "Fewest valves", minutes: "Shortest crew time" },
  leastNone: {
    valves: "The required valves are the fewest: no smaller set parts the damage from gas.",
    minutes: "No other set of valves is closed sooner than the required ones.",
  },
  leastText:
    "These {{valves}} alone (for {{planValves}} required) also part the damage from gas: one crew has them closed in {{minutes}} min (for {{planMinutes}}); {{customers}} customers lose gas, {{km}} km cut out, a larger area.",
  leastMinutesNote:
    "The least sum of minutes, each valve reached from the damage by itself, then timed in the order of closing: not a proven best way.",
  relight: "Bringing gas back",
  visits: "Visits",
  relightHours: "With {{n}} fitters",
  relightNote:
    "Before a valve is opened every meter valve is shut and confirmed; then each is purged, tested and relit. Valves open in the reverse order. Minutes a visit are the product's defaults.",
  tie: "brings back {{n}}",
  squeezes: "PE pipes to squeeze off",
  squeeze: "keeps {{n}} on, spares {{valves}} valves",
  reopen: "Valves to open, in order",
  visitTable: "Visits in order",
  place: "Connected at",
  kind: "Class",
  connections: "Customers",
  minutes: "Minutes of one fitter",
  visitsMore: "and {{n}} more places",
  others: "Conflicts with other open plans",
  othersNone: "No other plan is open in this area.",
  othersClear:
    "Compared with {{n}} open plans: no valve is shared, no area overlaps, and nobody loses gas only because both are closed.",
  othersUnknown: "Open plans could not be read: conflicts were not looked for. Ask the dispatcher.",
  sharedValves: "{{n}} valves shared: {{names}}. They stay closed until the other plan is done.",
  sharedM: "{{km}} km cut out by both: the crews need one command.",
  lostTogether: "{{n}} more customers lose gas with both closed, and would not with either alone.",
  keep: "Keep as open plan",
  keepName: "Shut off {{pipe}}",
  keptAlready: "This plan is open: other people's plans are compared with it.",
  close: "Done",
  closeOf: "Done: {{name}}",
  barriers: "Barrier lines",
  draw: "Draw a barrier",
  stopDrawing: "Stop drawing",
  dropLines: "Remove barriers",
  barriersText: "The line crosses {{n}} pipes, taken to carry nothing: {{pipes}}.",
  barriersNone: "The line crosses no pipe that carries gas.",
  barriersDamage: "The line crosses the damaged pipe itself, which is left out: put barriers on both sides of it.",
  barriersHint:
    "Click both ends on the map: pipes that the line crosses count as cut, and the plan is worked out anew.",
};
