import type { Words } from "#lib/i18n/words.ts";
import type { criticality as zh } from "#lib/i18n/zh/criticality.ts";

export const criticality: Words<typeof zh> = {
  noCounty: "Go to a county first: its network is what is weighed.",
  atRisk: "Hang on one pipe or device",
  ofCustomers: "of {{n}} with gas",
  bridges: "Bridges (split the network)",
  points: "Articulation points",
  parts: "Parts not joined",
  rest: "No customer loses gas with any other pipe.",
  worst: "Worst to lose",
  unit: "customers lost",
  none: "No customer loses gas with any single pipe.",
  line: "{{level}} · {{n}} pipes, {{km}} km",
  device: "valve or regulator",
  bridge: "bridge",
  notBridge: "another way exists, but gas cannot go there",
};
