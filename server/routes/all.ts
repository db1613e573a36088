import type { Routes } from "#server/deps.ts";
import { serviceRoutes } from "./service.ts";

/** Every file of routes. A new one is listed here and nowhere else. */
export const ALL_ROUTES: readonly Routes[] = [serviceRoutes];
