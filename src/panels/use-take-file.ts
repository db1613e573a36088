import { useMutation } from "@tanstack/react-query";
import { writeDownTaken } from "#api/exports.ts";
import type { Taken } from "#contract/exports.ts";
import { saveFile } from "#ui/save-file.ts";

export interface TakenFile extends Taken {
  readonly name: string;
  readonly make: () => Promise<Blob> | Blob;
}

/**
 * Saves files that the page makes of what it shows. Each is made, then written into the audit trail by the server, then saved: what could not be written down is not
 * saved, and `error` says why.
 */
export const useTakeFile = () =>
  useMutation({
    // Without a line it fails in words; it must not wait for one unseen.
    networkMode: "always",
    mutationFn: async ({ name, make, ...taken }: TakenFile) => {
      const file = await make();
      await writeDownTaken(taken);
      saveFile(file, name);
    },
  });

/** What the page shows, by its link, as far as the trail takes it. */
export const shownByLink = (): Taken["query"] => ({ view: location.search.slice(0, 600) });
