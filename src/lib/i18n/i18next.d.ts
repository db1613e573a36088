import "i18next";
import type { app } from "./zh/app.ts";
import type { door } from "./zh/door.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: { readonly app: typeof app; readonly door: typeof door };
  }
}
