import type { Words } from "#lib/i18n/words.ts";
import type { fieldMore as zh } from "#lib/i18n/zh/field-more.ts";

export const fieldMore: Words<typeof zh> = {
  pack: {
    title: "Map pack",
    unable: "This browser or address cannot keep a map (a secure connection is needed).",
    none: "Not taken. With it, pipes, stations and outlines of your area are there without a network.",
    area: "Area",
    take: "Take the map along",
    goOn: "Go on",
    renew: "Update",
    drop: "Delete the map pack",
    stop: "Pause",
    taking: "Taking the map of {{name}} along",
    progress: "{{files}} of {{total}} files · {{mb}} MB",
    kept: "{{name}} · {{mb}} MB",
    today: "taken today",
    daysAgo: "taken {{count}} days ago",
    part: "The map of {{name}} is not whole ({{share}}%)",
    newer: "The network's data has changed: update the map pack.",
    old: "Taken more than two weeks ago: update it when there is a network.",
    needsLine: "Taking and updating needs a network.",
    fault: {
      full: "The phone's storage is full. The pack was given up so that there is room again; unsent records are untouched. Clear some space and try again.",
      large: "This area is too large: choose a county.",
      offline: "The network is gone. What was taken stays; go on when it is back.",
      failed: "It could not be finished. Try again later.",
    },
  },
};
