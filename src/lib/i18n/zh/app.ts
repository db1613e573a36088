import { alarm } from "./alarm.ts";
import { asset } from "./asset.ts";
import { field } from "./field.ts";
import { gas } from "./gas.ts";
import { history } from "./history.ts";
import { incident } from "./incident.ts";
import { legend } from "./legend.ts";
import { map } from "./map.ts";
import { model } from "./model.ts";
import { overview } from "./overview.ts";
import { shell } from "./shell.ts";
import { video } from "./video.ts";

export const app = {
  shell,
  gas,
  overview,
  asset,
  map,
  legend,
  model,
  incident,
  video,
  alarm,
  history,
  field,
} as const;
