import { MODEL_PRESSURE_PATH, NO_PRESSURE } from "#contract/model-state.ts";
import { ApiError } from "./api-error.ts";
import { fetchBytes } from "./client.ts";

/** Where the solution says nothing: what files and single sensors tell stays. */
export const NOT_SOLVED = 254;

export interface SolvedPressure {
  /**
   * Asks for what has changed in an area since the last time; another area than before begins anew. @returns whether anything is another
   * than it was.
   */
  refresh(area: string, signal: AbortSignal): Promise<boolean>;
  /** Class and state by dense number (contract/model-state.ts), NOT_SOLVED elsewhere. Written in place by `refresh`; null before the first. */
  bytes(): Uint8Array | null;
}

/** Solved pressures of the area looked at, kept by differences: a second's change of a county is some hundred bytes. */
export function createSolvedPressure(version: string, pipes: number): SolvedPressure {
  let known: { readonly area: string; readonly bytes: Uint8Array } | null = null;
  let since = 0;
  return {
    async refresh(area, signal) {
      const isAnew = known?.area !== area;
      const path = `${MODEL_PRESSURE_PATH}?area=${area}&v=${encodeURIComponent(version)}&since=${isAnew ? 0 : since}`;
      const answer = await fetchBytes(path, signal);
      const had = known !== null;
      if (answer === null) {
        known = null;
        return had;
      }
      const head = new DataView(answer);
      const count = answer.byteLength < 8 ? 0 : head.getUint32(4, true);
      if (answer.byteLength !== 8 + 5 * count) throw new ApiError(path, 200, "mismatch");
      if (known === null || isAnew) known = { area, bytes: new Uint8Array(pipes).fill(NOT_SOLVED) };
      since = head.getUint32(0, true);
      const seqs = new Uint32Array(answer, 8, count);
      const bytes = new Uint8Array(answer, 8 + 4 * count, count);
      for (let i = 0; i < count; i++) {
        const seq = seqs[i] as number;
        const byte = bytes[i] as number;
        if (seq < known.bytes.length) known.bytes[seq] = byte === NO_PRESSURE ? NOT_SOLVED : byte;
      }
      return count > 0 || (isAnew && had);
    },
    bytes: () => known?.bytes ?? null,
  };
}
