import "i18next";
import type { app } from "./zh/app.ts";
import type { door } from "./zh/door.ts";
import type { office } from "./zh/office.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: { readonly app: typeof app & typeof office; readonly door: typeof door };
  }
}
