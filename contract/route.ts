import { z } from "zod";
import type { Role } from "./scope.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Who may call: nobody needs to be signed in, anybody signed in, or these roles. */
export type Who = "public" | "signed_in" | readonly Role[];

/** One HTTP endpoint. The server registers it, the SPA calls it, the mocks answer it. */
export interface Route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly method: Method;
  readonly path: string;
  readonly who: Who;
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly reply: R;
}

// biome-ignore lint/suspicious/noExplicitAny: the variance of four schemas; every use narrows it again
export type AnyRoute = Route<any, any, any, any>;

const NOTHING = z.object({});
type Nothing = typeof NOTHING;

interface RouteInput<P, Q, B, R> {
  method?: Method;
  path: string;
  who?: Who;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  reply: R;
}

/** Fills in what a route does not say: GET, signed in, no params, no query, no body. */
export function route<
  R extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(r: RouteInput<P, Q, B, R>): Route<P, Q, B, R> {
  return {
    method: "GET",
    who: "signed_in",
    params: NOTHING as unknown as P,
    query: NOTHING as unknown as Q,
    body: NOTHING as unknown as B,
    ...r,
  };
}

export type Params<T extends AnyRoute> = z.input<T["params"]>;
export type Query<T extends AnyRoute> = z.input<T["query"]>;
export type Body<T extends AnyRoute> = z.input<T["body"]>;
export type Reply<T extends AnyRoute> = z.output<T["reply"]>;

/** [longitude, latitude] in degrees, CGCS2000 (EPSG:4490), which a web map draws as WGS84. */
export const LngLat = z.tuple([z.number(), z.number()]);
export type LngLat = z.infer<typeof LngLat>;

/** [west, south, east, north] in degrees. */
export const Bbox = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Bbox = z.infer<typeof Bbox>;

/** An instant as ISO 8601 with offset, after Christ: databases know no year 0. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !text.startsWith("0000"), { error: "expected a year from 0001 on" });
