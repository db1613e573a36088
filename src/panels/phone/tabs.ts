import type { IconName } from "#ui/icon.tsx";

export const TABS = ["today", "map", "hazards", "mine"] as const;
export type Tab = (typeof TABS)[number];

export const TAB_ICONS: Readonly<Record<Tab, IconName>> = {
  today: "today",
  map: "map",
  hazards: "hazard",
  mine: "user",
};
