import type { HttpHandler } from "msw";
import {
  type ExportJob,
  type ExportWish,
  getExport,
  listExports,
  removeExport,
  startExport,
  tellTaken,
} from "#contract/exports.ts";
import type { Me } from "#contract/session.ts";
import { answer, type MockContext } from "./answer.ts";

export const MOCK_EXPORT = "7f1f0c7e-6d3c-4d38-9b5f-0c6d7a1e2b30";
const DAY_MS = 86_400_000;
/** How long a made-up export takes. */
const TAKES_MS = 6_000;
const ROWS = 40_000;
const instant = (ms: number) => new Date(ms).toISOString();

interface Kept {
  readonly id: string;
  readonly wish: ExportWish;
  readonly startedAt: number;
  readonly isCancelled: boolean;
}

/** Exports that come along by the clock; there is no file behind them. */
export function exportHandlers({ now }: MockContext, who: () => Me | null): HttpHandler[] {
  const begun = { collection: "stations", format: "xlsx", headings: "zh" } as const;
  let kept: readonly Kept[] = [{ id: MOCK_EXPORT, wish: begun, startedAt: now() - 60_000, isCancelled: false }];
  const jobOf = ({ id, wish, startedAt, isCancelled }: Kept): ExportJob => {
    const progress = Math.min(Math.max((now() - startedAt) / TAKES_MS, 0), 1);
    const isDone = progress === 1 && !isCancelled;
    return {
      id,
      wish,
      state: isCancelled ? "cancelled" : isDone ? "done" : "running",
      progress,
      rows: Math.round(ROWS * progress),
      bytes: isDone ? 120 * ROWS : 0,
      startedAt: instant(startedAt),
      endedAt: isDone ? instant(startedAt + TAKES_MS) : null,
      fault: null,
      fileName: `${wish.collection}.${wish.format}`,
      keptUntil: isDone ? instant(startedAt + 7 * DAY_MS) : null,
    };
  };
  const find = (id: string) => kept.find((one) => one.id === id);
  return [
    answer(listExports, who, () => ({ exports: kept.map(jobOf) })),
    answer(startExport, who, ({ body }) => {
      const made: Kept = {
        id: crypto.randomUUID(),
        wish: startExport.body.parse(body),
        startedAt: now(),
        isCancelled: false,
      };
      kept = [made, ...kept];
      return jobOf(made);
    }),
    answer(tellTaken, who, ({ body }) => {
      tellTaken.body.parse(body);
      return { written: true as const };
    }),
    answer(getExport, who, ({ params }) => {
      const found = find(params.id);
      return found ? jobOf(found) : null;
    }),
    answer(removeExport, who, ({ params }) => {
      const found = find(params.id);
      if (!found) return null;
      const isOpen = jobOf(found).state === "running";
      kept = isOpen
        ? kept.map((one) => (one === found ? { ...one, isCancelled: true } : one))
        : kept.filter((one) => one !== found);
      return { removed: true as const };
    }),
  ];
}
