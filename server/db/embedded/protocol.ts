import type { ErrorFacts } from "../errors.ts";

/** Where the worker's database comes from and goes to. */
export interface WorkerStart {
  /** Null keeps it in memory: for making the template. */
  readonly directory: string | null;
  /** A dumped data directory to begin with; null opens what is there, or makes an empty one with PostGIS. */
  readonly template: Uint8Array<ArrayBuffer> | null;
}

/** What the main thread asks; answers come in the order of the questions, one at a time. */
export type Ask =
  | {
      readonly kind: "query";
      readonly text: string;
      readonly values: readonly (string | Uint8Array<ArrayBuffer> | null)[];
    }
  | { readonly kind: "exec"; readonly text: string }
  | {
      readonly kind: "copy";
      readonly table: string;
      readonly columns: readonly string[];
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: "dump" }
  | { readonly kind: "close" };

export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly facts: ErrorFacts; readonly isStatement: boolean };
