import { useMutation } from "@tanstack/react-query";
import { writeDownTaken } from "#api/exports.ts";
import type { Taken } from "#contract/exports.ts";
import { saveFile } from "#ui/save-file.ts";

export interface Taking extends Taken {
  /** Makes it, and answers how it is handed over. */
  readonly make: () => Promise<() => void> | (() => void);
}

/**
 * Hands over what the page makes of what it shows. Each is made, then written into the audit trail by the server, then handed over: what could not be
 * written down is not, and `error` says why.
 */
export const useTake = () =>
  useMutation({
    // Without a line it fails in words; it must not wait for one unseen.
    networkMode: "always",
    mutationFn: async ({ make, ...taken }: Taking) => {
      const handOver = await make();
      await writeDownTaken(taken);
      handOver();
    },
  });

/** A table that spreadsheets open, as text of CSV. */
export const asTable = (name: string, text: () => string) => (): (() => void) => {
  const file = new Blob([text()], { type: "text/csv;charset=utf-8" });
  return () => saveFile(file, `${name}.csv`);
};

/** What the page shows, by its link, as far as the trail takes it. */
export const shownByLink = (): Taken["query"] => ({ view: location.search.slice(0, 600) });
