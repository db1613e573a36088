import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FileEntry } from "#api/outbox/ledger.ts";
import { DrawPad } from "./draw-pad.tsx";
import { useFileUrl } from "./file-url.ts";
import { canvasFile, type Taken } from "./shrink.ts";

interface SketchProps {
  readonly file: FileEntry;
  readonly onDone: (taken: Taken) => Promise<void>;
  readonly onClosed: () => void;
}

/** Draws on a photo. The photo stays as it was; the drawing is a file of its own. */
export function SketchDialog({ file, onDone, onClosed }: SketchProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const url = useFileUrl(file);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (url === null || url === "gone") return;
    const picture = new Image();
    picture.onload = () => setSize({ width: picture.naturalWidth, height: picture.naturalHeight });
    picture.src = url;
  }, [url]);
  const keep = async () => {
    if (canvas.current) await onDone(await canvasFile(canvas.current, "image/jpeg"));
  };
  return (
    <dialog ref={dialog} className="field-dialog" aria-label={t("field.photo.sketch")} onClose={onClosed}>
      {url !== null && size !== null && (
        <DrawPad
          canvas={canvas}
          label={t("field.photo.sketchPad")}
          {...size}
          ink="--accent"
          lineWidth={Math.max(4, size.width / 120)}
          ground={url}
          onDrawn={() => {}}
        />
      )}
      <div className="field-row">
        <button type="button" className="button outlined" onClick={onClosed}>
          {t("field.cancel")}
        </button>
        <button type="button" className="button main" onClick={() => void keep()}>
          {t("field.photo.keepSketch")}
        </button>
      </div>
    </dialog>
  );
}
