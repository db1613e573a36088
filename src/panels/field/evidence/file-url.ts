import { useEffect, useState } from "react";
import type { FileEntry } from "#api/outbox/ledger.ts";
import { useField } from "#panels/field/field-context.tsx";

/** The address of a file that is kept on this phone, as long as it is shown; null while it is read, "gone" when its bytes were given up. */
export function useFileUrl({ id, mime, bytes }: Pick<FileEntry, "id" | "mime" | "bytes">): string | "gone" | null {
  const { outbox } = useField();
  const [url, setUrl] = useState<string | "gone" | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let isLeft = false;
    outbox.ledger.readFile(id, 0, bytes).then(
      (read) => {
        if (isLeft) return;
        made = read ? URL.createObjectURL(new Blob([read], { type: mime })) : null;
        setUrl(made ?? "gone");
      },
      () => setUrl("gone"),
    );
    return () => {
      isLeft = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [outbox, id, mime, bytes]);
  return url;
}
